package dev.gatehouse.dataplane.route;

import dev.gatehouse.dataplane.exchange.RequestHead;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Candidates by path template, a node for each segment. Several templates can match one path, and
 * which of them comes first is not told by the segments, so each branch knows the first below it
 * and is left out once something before that is found. A change copies the nodes on its path.
 *
 * @param first of highest precedence here and below; null if there is none at all
 */
record TemplateTrie(
    RegionMap<TemplateTrie> literals,
    @Nullable TemplateTrie variable,
    List<Candidate> candidates,
    @Nullable Candidate first) {
  static final TemplateTrie EMPTY = new TemplateTrie(RegionMap.empty(), null, List.of(), null);

  private static TemplateTrie of(
      RegionMap<TemplateTrie> literals,
      @Nullable TemplateTrie variable,
      List<Candidate> candidates,
      @Nullable Candidate known) {
    return new TemplateTrie(
        literals,
        variable,
        candidates,
        known != null ? known : first(literals, variable, candidates));
  }

  /** Looks at all children; needed only where the first one of a branch goes. */
  private static @Nullable Candidate first(
      RegionMap<TemplateTrie> literals,
      @Nullable TemplateTrie variable,
      List<Candidate> candidates) {
    Candidate first = candidates.isEmpty() ? null : candidates.getFirst();
    first = variable == null ? first : Candidate.earlier(first, variable.first);
    for (TemplateTrie child : literals.values()) {
      first = Candidate.earlier(first, child.first);
    }
    return first;
  }

  TemplateTrie with(PathTemplate template, Candidate candidate) {
    return changed(template.segments(), 0, candidate, true);
  }

  TemplateTrie without(PathTemplate template, Candidate candidate) {
    return changed(template.segments(), 0, candidate, false);
  }

  private TemplateTrie changed(
      List<PathTemplate.Segment> segments, int at, Candidate candidate, boolean added) {
    Candidate known =
        added ? Candidate.earlier(first, candidate) : candidate.equals(first) ? null : first;
    if (at == segments.size()) {
      return of(
          literals,
          variable,
          added ? candidate.insertedInto(candidates) : candidate.removedFrom(candidates),
          known);
    }
    PathTemplate.Segment segment = segments.get(at);
    TemplateTrie old = segment.variable() == null ? literals.get(segment.literal()) : variable;
    TemplateTrie changed = (old == null ? EMPTY : old).changed(segments, at + 1, candidate, added);
    TemplateTrie child = changed.first == null ? null : changed;
    return segment.variable() == null
        ? of(literals.with(segment.literal(), child), variable, candidates, known)
        : of(literals, child, candidates, known);
  }

  @Nullable Candidate find(RequestHead head, Candidate.@Nullable Tracer tracer) {
    return better(null, head, 1, tracer);
  }

  private @Nullable Candidate better(
      @Nullable Candidate best, RequestHead head, int start, Candidate.@Nullable Tracer tracer) {
    if (first == null || (best != null && best.isBefore(first))) {
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
