package dev.gatehouse.dataplane.route;

import dev.gatehouse.dataplane.exchange.RequestHead;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Candidates by path prefix, a node for each segment; the longest prefix is asked first. A change
 * copies the nodes on its path.
 */
record PrefixTrie(RegionMap<PrefixTrie> children, List<Candidate> candidates) {
  static final PrefixTrie EMPTY = new PrefixTrie(RegionMap.empty(), List.of());

  PrefixTrie with(String prefix, Candidate candidate) {
    return changed(prefix, 1, candidate, true);
  }

  PrefixTrie without(String prefix, Candidate candidate) {
    return changed(prefix, 1, candidate, false);
  }

  private PrefixTrie changed(String prefix, int start, Candidate candidate, boolean added) {
    if (start > prefix.length()) {
      return new PrefixTrie(
          children, added ? candidate.insertedInto(candidates) : candidate.removedFrom(candidates));
    }
    int end = PathTemplate.segmentEnd(prefix, start);
    PrefixTrie known = children.get(prefix, start, end);
    PrefixTrie child = (known == null ? EMPTY : known).changed(prefix, end + 1, candidate, added);
    return new PrefixTrie(
        children.with(prefix.substring(start, end), child.isEmpty() ? null : child), candidates);
  }

  private boolean isEmpty() {
    return candidates.isEmpty() && children.isEmpty();
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
