package dev.gatehouse.dataplane.route;

import dev.gatehouse.snapshot.RequestMatch;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why a request takes the route it takes.
 *
 * @param host that was asked for, without a port
 * @param claimed the hostname that decides, as routes write it; null if no route claims this host
 * @param winner null if no rule takes the request
 * @param considered every match of every rule whose hostname covers the host: first those of the
 *     deciding hostname in order of precedence, then those of the less specific ones
 */
public record Explanation(
    String host,
    @Nullable String claimed,
    @Nullable RouteMatch winner,
    List<Considered> considered) {
  public Explanation {
    considered = List.copyOf(considered);
  }

  /**
   * One match of one rule.
   *
   * @param hostname of the rule that covers the host
   */
  public record Considered(
      String hostname, CompiledRule rule, RequestMatch match, Verdict verdict) {}
}
