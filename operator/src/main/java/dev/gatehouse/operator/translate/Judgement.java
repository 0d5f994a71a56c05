package dev.gatehouse.operator.translate;

import dev.gatehouse.operator.view.ClusterObject.LastGood;
import dev.gatehouse.operator.view.ObjectKey;
import dev.gatehouse.snapshot.Encoded;
import dev.gatehouse.snapshot.ResourceId;
import dev.gatehouse.snapshot.RouteRule;
import java.util.List;
import java.util.Set;

/**
 * What one route comes to by itself, before other routes are looked at.
 *
 * @param verdict without what is shadowed
 * @param rules what is served
 * @param upstreams what those rules lead to
 * @param needs what was looked at, so that the route is judged again when it changes
 */
record Judgement(Verdict verdict, List<Served> rules, Set<Target> upstreams, Needs needs) {
  Judgement {
    rules = List.copyOf(rules);
    upstreams = Set.copyOf(upstreams);
  }

  /** A rule and its canonical bytes. */
  record Served(RouteRule rule, Encoded encoded) {}

  /**
   * What a judgement depends on besides the route itself and its namespace.
   *
   * @param targets ports of Services, whether they exist or not
   * @param grants namespaces whose ReferenceGrants matter
   * @param forms rules that pods may refuse
   */
  record Needs(Set<Target> targets, Set<String> grants, Set<ResourceId> forms) {
    Needs {
      targets = Set.copyOf(targets);
      grants = Set.copyOf(grants);
      forms = Set.copyOf(forms);
    }
  }

  /** What is served stays as it is, since the generation can't be translated. */
  Judgement standingStill(long generation, Finding problem) {
    LastGood served =
        verdict.quarantine() == null ? verdict.remember() : verdict.quarantine().lastGood();
    var still =
        new Verdict(
            verdict.route(),
            generation,
            verdict.fleet(),
            verdict.hostnames(),
            List.of(problem),
            verdict.unresolved(),
            List.of(),
            served == null ? null : new Quarantine(served, problem.reason(), problem.message()),
            verdict.resources(),
            null);
    return new Judgement(still, rules, upstreams, needs);
  }

  ObjectKey route() {
    return verdict.route();
  }
}
