package dev.gatehouse.dataplane.route;

import dev.gatehouse.dataplane.exchange.RequestHead;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Candidates by regular expression, grouped by the literal text with which what they match begins,
 * so that a request runs only those that have a chance. A change copies its group.
 *
 * @param groups by that text
 * @param lengths how many groups have a text of each length
 */
record RegexGroups(RegionMap<List<Candidate>> groups, List<Integer> lengths) {
  static final RegexGroups EMPTY = new RegexGroups(RegionMap.empty(), List.of());

  RegexGroups with(String prefix, Candidate candidate) {
    List<Candidate> group = groups.get(prefix);
    return new RegexGroups(
        groups.with(prefix, candidate.insertedInto(group == null ? List.of() : group)),
        group == null ? counted(prefix.length(), 1) : lengths);
  }

  RegexGroups without(String prefix, Candidate candidate) {
    List<Candidate> group = groups.get(prefix);
    List<Candidate> rest = group == null ? List.of() : candidate.removedFrom(group);
    return new RegexGroups(
        groups.with(prefix, rest.isEmpty() ? null : rest),
        group != null && rest.isEmpty() ? counted(prefix.length(), -1) : lengths);
  }

  private List<Integer> counted(int length, int more) {
    var counts = new Integer[Math.max(lengths.size(), length + 1)];
    Arrays.fill(counts, 0);
    for (int i = 0; i < lengths.size(); i++) {
      counts[i] = lengths.get(i);
    }
    counts[length] += more;
    return List.of(counts);
  }

  /** Asks the groups of all beginnings of the path, whose hash grows with them. */
  @Nullable Candidate find(RequestHead head, Candidate.@Nullable Tracer tracer) {
    String path = head.path();
    Candidate best = null;
    int hash = 0;
    int hashed = 0;
    for (int length = 0; length < lengths.size() && length <= path.length(); length++) {
      if (lengths.get(length) > 0) {
        hash = RegionMap.hash(hash, path, hashed, length);
        hashed = length;
        List<Candidate> group = groups.get(path, 0, length, hash);
        best = group == null ? best : better(best, group, head, tracer);
      }
    }
    return best;
  }

  private static @Nullable Candidate better(
      @Nullable Candidate best,
      List<Candidate> group,
      RequestHead head,
      Candidate.@Nullable Tracer tracer) {
    for (int i = 0; i < group.size(); i++) {
      Candidate candidate = group.get(i);
      if (best != null && best.isBefore(candidate)) {
        return best;
      }
      if (candidate.match().path().matches(head.path()) && candidate.accepts(head, tracer)) {
        return candidate;
      }
    }
    return best;
  }
}
