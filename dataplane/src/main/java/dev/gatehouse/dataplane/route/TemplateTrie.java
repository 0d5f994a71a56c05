package dev.gatehouse.dataplane.route;

import dev.gatehouse.dataplane.exchange.RequestHead;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Candidates by path template, a node for each segment. Several templates can match one path, and
 * which of them comes first is not told by the segments, so each branch knows the best rank below
 * it and is left out once something better is found.
 */
record TemplateTrie(
    RegionMap<TemplateTrie> literals,
    @Nullable TemplateTrie variable,
    List<Candidate> candidates,
    int bestRank) {
  private static final RegionMap<TemplateTrie> NO_LITERALS = RegionMap.of(Map.of());

  /** A node while the trie is built. */
  private static final class Builder {
    private final Map<String, Builder> literals = new HashMap<>();
    private @Nullable Builder variable;
    private final List<Candidate> candidates = new ArrayList<>();
    private int bestRank = Integer.MAX_VALUE;

    void add(PathTemplate template, Candidate candidate) {
      Builder node = this;
      node.sees(candidate);
      for (PathTemplate.Segment segment : template.segments()) {
        node = node.child(segment);
        node.sees(candidate);
      }
      node.candidates.add(candidate);
    }

    private void sees(Candidate candidate) {
      bestRank = Math.min(bestRank, candidate.rank());
    }

    private Builder child(PathTemplate.Segment segment) {
      if (segment.variable() == null) {
        return literals.computeIfAbsent(segment.literal(), _ -> new Builder());
      }
      Builder child = variable == null ? new Builder() : variable;
      variable = child;
      return child;
    }

    TemplateTrie build() {
      var built = new HashMap<String, TemplateTrie>();
      literals.forEach((segment, child) -> built.put(segment, child.build()));
      return new TemplateTrie(
          built.isEmpty() ? NO_LITERALS : RegionMap.of(built),
          variable == null ? null : variable.build(),
          List.copyOf(candidates),
          bestRank);
    }
  }

  /** Of those that have a template, in order; null if none has. */
  static @Nullable TemplateTrie of(List<Candidate> candidates) {
    var root = new Builder();
    for (Candidate candidate : candidates) {
      if (candidate.match().path() instanceof PathPattern.Template(PathTemplate template)) {
        root.add(template, candidate);
      }
    }
    return root.bestRank == Integer.MAX_VALUE ? null : root.build();
  }

  @Nullable Candidate find(RequestHead head, Candidate.@Nullable Tracer tracer) {
    return better(null, head, 1, tracer);
  }

  private @Nullable Candidate better(
      @Nullable Candidate best, RequestHead head, int start, Candidate.@Nullable Tracer tracer) {
    if (best != null && bestRank > best.rank()) {
      return best;
    }
    String path = head.path();
    if (start > path.length()) {
      return Candidate.firstBefore(best, candidates, head, tracer);
    }
    int end = PathTemplate.segmentEnd(path, start);
    TemplateTrie literal = literals.get(path, start, end);
    Candidate found = literal == null ? best : literal.better(best, head, end + 1, tracer);
    return variable == null || end == start ? found : variable.better(found, head, end + 1, tracer);
  }
}
