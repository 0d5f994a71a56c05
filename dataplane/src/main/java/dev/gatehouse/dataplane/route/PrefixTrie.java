package dev.gatehouse.dataplane.route;

import dev.gatehouse.dataplane.exchange.RequestHead;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Candidates by path prefix, a node for each segment; the longest prefix is asked first. */
record PrefixTrie(RegionMap<PrefixTrie> children, List<Candidate> candidates) {
  private static final RegionMap<PrefixTrie> NO_CHILDREN = RegionMap.of(Map.of());

  /** A node while the trie is built. */
  private static final class Builder {
    private final Map<String, Builder> children = new HashMap<>();
    private final List<Candidate> candidates = new ArrayList<>();

    void add(String prefix, Candidate candidate) {
      Builder node = this;
      for (int start = 1; start <= prefix.length(); ) {
        int end = PathTemplate.segmentEnd(prefix, start);
        node = node.children.computeIfAbsent(prefix.substring(start, end), _ -> new Builder());
        start = end + 1;
      }
      node.candidates.add(candidate);
    }

    PrefixTrie build() {
      var built = new HashMap<String, PrefixTrie>();
      children.forEach((segment, child) -> built.put(segment, child.build()));
      return new PrefixTrie(
          built.isEmpty() ? NO_CHILDREN : RegionMap.of(built), List.copyOf(candidates));
    }
  }

  /** Of those that have a prefix, in order; null if none has. */
  static @Nullable PrefixTrie of(List<Candidate> candidates) {
    var root = new Builder();
    boolean any = false;
    for (Candidate candidate : candidates) {
      if (candidate.match().path() instanceof PathPattern.Prefix(String value)) {
        root.add(value, candidate);
        any = true;
      }
    }
    return any ? root.build() : null;
  }

  @Nullable Candidate find(RequestHead head, Candidate.@Nullable Tracer tracer) {
    return find(head, 1, tracer);
  }

  private @Nullable Candidate find(RequestHead head, int start, Candidate.@Nullable Tracer tracer) {
    String path = head.path();
    if (start <= path.length()) {
      int end = PathTemplate.segmentEnd(path, start);
      PrefixTrie child = children.get(path, start, end);
      Candidate found = child == null ? null : child.find(head, end + 1, tracer);
      if (found != null) {
        return found;
      }
    }
    return Candidate.first(candidates, head, tracer);
  }
}
