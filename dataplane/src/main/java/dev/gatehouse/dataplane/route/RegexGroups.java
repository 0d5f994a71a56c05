package dev.gatehouse.dataplane.route;

import dev.gatehouse.dataplane.exchange.RequestHead;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Candidates by regular expression, grouped by the literal text with which what they match begins,
 * so that a request runs only those that have a chance.
 */
final class RegexGroups {
  private final String[] prefixes;
  private final int[] parents;
  private final List<List<Candidate>> groups;

  /**
   * @param groups by prefix, sorted
   */
  private RegexGroups(SortedMap<String, List<Candidate>> groups) {
    this.prefixes = groups.keySet().toArray(String[]::new);
    this.groups = groups.values().stream().map(List::copyOf).toList();
    this.parents = new int[prefixes.length];
    for (int i = 0; i < prefixes.length; i++) {
      int parent = i - 1;
      while (parent >= 0 && !prefixes[i].startsWith(prefixes[parent])) {
        parent = parents[parent];
      }
      parents[i] = parent;
    }
  }

  /** Of those that have an expression, in order; null if none has. */
  static @Nullable RegexGroups of(List<Candidate> candidates) {
    var groups = new TreeMap<String, List<Candidate>>();
    for (Candidate candidate : candidates) {
      if (candidate.match().path() instanceof PathPattern.Expression(_, String prefix)) {
        groups.computeIfAbsent(prefix, _ -> new ArrayList<>()).add(candidate);
      }
    }
    return groups.isEmpty() ? null : new RegexGroups(groups);
  }

  /**
   * The prefixes of a path lie on one line of parents, which begins at the greatest prefix that
   * does not sort after the path.
   */
  @Nullable Candidate find(RequestHead head, Candidate.@Nullable Tracer tracer) {
    String path = head.path();
    Candidate best = null;
    int at = Arrays.binarySearch(prefixes, path);
    for (int i = at >= 0 ? at : -at - 2; i >= 0; i = parents[i]) {
      if (path.startsWith(prefixes[i])) {
        best = better(best, groups.get(i), head, tracer);
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
      if (best != null && candidate.rank() > best.rank()) {
        return best;
      }
      if (candidate.match().path().matches(head.path()) && candidate.accepts(head, tracer)) {
        return candidate;
      }
    }
    return best;
  }
}
