package dev.gatehouse.dataplane.route;

import dev.gatehouse.dataplane.exchange.RequestHead;
import dev.gatehouse.snapshot.Precedence;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One match of one rule on one host.
 *
 * @param specificity see {@link Precedence#specificity}, kept since it is asked for by every
 *     comparison
 * @param index which of its rule's matches it is
 * @param fixed what it answers where that doesn't depend on the request, so that most matches make
 *     no garbage
 */
record Candidate(
    long specificity,
    CompiledRule rule,
    CompiledMatch match,
    int index,
    @Nullable RouteMatch fixed) {
  /** Told of each candidate whose path matched and that didn't take the request all the same. */
  @FunctionalInterface
  interface Tracer {
    void lost(Candidate candidate, Verdict why);
  }

  /**
   * The winner first; no two candidates of a host are equal. Ends with what the snapshot orders.
   */
  static final Comparator<Candidate> ORDER =
      Comparator.comparingLong(Candidate::specificity)
          .thenComparing(
              candidate ->
                  new Precedence.Candidate(
                      candidate.rule.definition(), candidate.match.definition()),
              Precedence.ORDER)
          .thenComparing(candidate -> candidate.rule.id())
          .thenComparingInt(Candidate::index);

  /** All matches of a rule as they are written. */
  static List<Candidate> of(CompiledRule rule) {
    var candidates = new ArrayList<Candidate>(rule.matches().size());
    for (CompiledMatch match : rule.matches()) {
      candidates.add(of(rule, match, candidates.size()));
    }
    return List.copyOf(candidates);
  }

  private static Candidate of(CompiledRule rule, CompiledMatch match, int index) {
    RouteMatch fixed =
        switch (match.path()) {
          case PathPattern.Everything _, PathPattern.Exact _, PathPattern.Expression _ ->
              new RouteMatch(rule, Map.of(), null);
          case PathPattern.Prefix(String value) -> new RouteMatch(rule, Map.of(), value);
          case PathPattern.Template _ -> null;
        };
    long specificity =
        match.path() instanceof PathPattern.Everything
            ? Long.MIN_VALUE
            : Precedence.specificity(match.definition());
    return new Candidate(specificity, rule, match, index, fixed);
  }

  boolean isBefore(Candidate other) {
    return specificity == other.specificity
        ? ORDER.compare(this, other) < 0
        : specificity < other.specificity;
  }

  /** Of two that may be there. */
  static @Nullable Candidate earlier(@Nullable Candidate one, @Nullable Candidate other) {
    return one == null || (other != null && other.isBefore(one)) ? other : one;
  }

  /** A list in order, with this in its place. */
  List<Candidate> insertedInto(List<Candidate> others) {
    var all = new ArrayList<>(others);
    int found = Collections.binarySearch(others, this, ORDER);
    all.add(found < 0 ? -found - 1 : found, this);
    return List.copyOf(all);
  }

  List<Candidate> removedFrom(List<Candidate> others) {
    var rest = new ArrayList<>(others);
    rest.remove(this);
    return List.copyOf(rest);
  }

  boolean accepts(RequestHead head, @Nullable Tracer tracer) {
    return match.accepts(head, tracer == null ? null : why -> tracer.lost(this, why));
  }

  /** The first of these, which are in order and whose paths all match, that takes the request. */
  static @Nullable Candidate first(
      List<Candidate> candidates, RequestHead head, @Nullable Tracer tracer) {
    return firstBefore(null, candidates, head, tracer);
  }

  /** The same, unless {@code best} is of higher precedence. */
  static @Nullable Candidate firstBefore(
      @Nullable Candidate best,
      List<Candidate> candidates,
      RequestHead head,
      @Nullable Tracer tracer) {
    for (int i = 0; i < candidates.size(); i++) {
      Candidate candidate = candidates.get(i);
      if (best != null && best.isBefore(candidate)) {
        return best;
      }
      if (candidate.accepts(head, tracer)) {
        return candidate;
      }
    }
    return best;
  }

  RouteMatch routeMatch(String path) {
    if (fixed != null) {
      return fixed;
    }
    return match.path() instanceof PathPattern.Template(PathTemplate template)
        ? new RouteMatch(rule, template.valuesIn(path), null)
        : new RouteMatch(rule, Map.of(), null);
  }
}
