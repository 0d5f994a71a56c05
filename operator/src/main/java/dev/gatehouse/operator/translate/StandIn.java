package dev.gatehouse.operator.translate;

import dev.gatehouse.operator.view.ClusterObject.LastGood;
import dev.gatehouse.operator.view.ClusterObject.RouteObject;

/**
 * Whether an older spec may be served in the place of one that is no good.
 *
 * <p>An edit that adds or tightens security must never be replaced by the laxer spec before it: its
 * rules answer 503 then. No field of a route is about security yet, so an older spec always may;
 * with the first such field this is where the two specs are compared.
 */
final class StandIn {
  private StandIn() {}

  static boolean isPermitted(RouteObject route, LastGood older) {
    // A higher generation belongs to an object of the same name that was deleted.
    return older.generation() <= route.generation();
  }
}
