package dev.gatehouse.operator.source;

import dev.gatehouse.operator.view.ObjectKey;
import dev.gatehouse.snapshot.Filter;
import dev.gatehouse.snapshot.LoadBalancer;
import dev.gatehouse.snapshot.RequestMatch;
import dev.gatehouse.snapshot.Timeouts;
import dev.gatehouse.snapshot.Upgrade;
import java.util.List;

/**
 * A route of any kind, with defaults applied and names in canonical form, before its references are
 * resolved.
 *
 * @param fleet which data-plane pods serve it
 * @param hostnames as in {@link dev.gatehouse.snapshot.RouteRule}
 */
public record Route(
    ObjectKey key, String fleet, long created, List<String> hostnames, List<Rule> rules) {
  public Route {
    hostnames = List.copyOf(hostnames);
    rules = List.copyOf(rules);
  }

  /** One rule; its parts mean what they mean in {@link dev.gatehouse.snapshot.RouteRule}. */
  public record Rule(
      String name,
      List<RequestMatch> matches,
      List<Filter> filters,
      List<BackendRef> backends,
      LoadBalancer loadBalancer,
      Timeouts timeouts,
      List<Upgrade> upgrades) {
    public Rule {
      matches = List.copyOf(matches);
      filters = List.copyOf(filters);
      backends = List.copyOf(backends);
      upgrades = List.copyOf(upgrades);
    }
  }

  /** A share of requests for a Service's port that is yet to be found. */
  public record BackendRef(String namespace, String name, int port, int weight) {}
}
