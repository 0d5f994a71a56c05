package dev.gatehouse.dataplane.compile;

import dev.gatehouse.dataplane.route.CompiledMatch;
import dev.gatehouse.dataplane.route.CompiledRule;
import dev.gatehouse.dataplane.route.CompiledRule.FixedAnswer;
import dev.gatehouse.dataplane.route.WeightedBackends;
import dev.gatehouse.snapshot.LoadBalancer;
import dev.gatehouse.snapshot.RequestMatch;
import dev.gatehouse.snapshot.ResourceId;
import dev.gatehouse.snapshot.RouteRule;
import dev.gatehouse.snapshot.RuleHead;
import dev.gatehouse.snapshot.Timeouts;
import java.util.ArrayList;
import java.util.List;

/**
 * Stands for a rule that can't be used, and answers all that the rule may have been meant for, so
 * that no request falls to a laxer rule. Conditions that make no sense count as met. A path that
 * makes none counts as met by whatever begins as it does; one of an unknown kind by every request
 * of its hosts, before any other rule there.
 */
final class RefusingRule {
  private RefusingRule() {}

  /** For a rule whose resource can be read in part. */
  static CompiledRule of(ResourceId id, RuleHead head, FixedAnswer answer) {
    RequestMatch any = CompiledMatch.everything().definition();
    var rule =
        new RouteRule(
            id,
            List.of(),
            head.origin(),
            head.hostnames(),
            head.matches().isEmpty() ? List.of(any) : head.matches(),
            List.of(),
            List.of(),
            new LoadBalancer.RoundRobin(),
            Timeouts.NONE);
    return of(rule, head.everywhere(), answer);
  }

  /** For a rule that can be read. */
  static CompiledRule of(RouteRule rule, FixedAnswer answer) {
    return of(rule, false, answer);
  }

  private static CompiledRule of(RouteRule rule, boolean everywhere, FixedAnswer answer) {
    var matches = new ArrayList<CompiledMatch>();
    if (everywhere) {
      matches.add(CompiledMatch.everything());
    } else {
      rule.matches().forEach(match -> matches.add(CompiledMatch.asFarAsKnown(match)));
    }
    return new CompiledRule(rule, matches, List.of(), WeightedBackends.NONE, answer);
  }
}
