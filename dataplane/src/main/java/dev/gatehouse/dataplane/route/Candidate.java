package dev.gatehouse.dataplane.route;

import dev.gatehouse.dataplane.exchange.RequestHead;
import dev.gatehouse.snapshot.Precedence;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One match of one rule on one host.
 *
 * @param rank its place in the host's precedence, from 0; all of them differ
 * @param fixed what it answers where that doesn't depend on the request, so that most matches make
 *     no garbage
 */
record Candidate(int rank, CompiledRule rule, CompiledMatch match, @Nullable RouteMatch fixed) {
  /** Told of each candidate whose path matched and that didn't take the request all the same. */
  @FunctionalInterface
  interface Tracer {
    void lost(Candidate candidate, Verdict why);
  }

  private record Claim(CompiledRule rule, CompiledMatch match) {
    Precedence.Candidate precedence() {
      return new Precedence.Candidate(rule.definition(), match.definition());
    }
  }

  /** Ends with the id, so that the order is total but for the matches of one rule. */
  private static final Comparator<Claim> ORDER =
      Comparator.<Claim, Boolean>comparing(
              claim -> !(claim.match.path() instanceof PathPattern.Everything))
          .thenComparing(Claim::precedence, Precedence.ORDER)
          .thenComparing(claim -> claim.rule.id());

  /**
   * All matches of these rules in order of precedence; equal ones of a rule as they are written.
   */
  static List<Candidate> ranked(Iterable<CompiledRule> rules) {
    var claims = new ArrayList<Claim>();
    for (CompiledRule rule : rules) {
      for (CompiledMatch match : rule.matches()) {
        claims.add(new Claim(rule, match));
      }
    }
    claims.sort(ORDER);
    var candidates = new ArrayList<Candidate>(claims.size());
    for (Claim claim : claims) {
      candidates.add(of(candidates.size(), claim));
    }
    return List.copyOf(candidates);
  }

  private static Candidate of(int rank, Claim claim) {
    RouteMatch fixed =
        switch (claim.match.path()) {
          case PathPattern.Everything _, PathPattern.Exact _, PathPattern.Expression _ ->
              new RouteMatch(claim.rule, Map.of(), null);
          case PathPattern.Prefix(String value) -> new RouteMatch(claim.rule, Map.of(), value);
          case PathPattern.Template _ -> null;
        };
    return new Candidate(rank, claim.rule, claim.match, fixed);
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
      if (best != null && candidate.rank > best.rank) {
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
