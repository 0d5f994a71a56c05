package dev.gatehouse.snapshot;

import java.util.List;
import java.util.Objects;

/**
 * One rule of a route: what it matches and what happens then.
 *
 * @param origin the object it was made from
 * @param hostnames lower case; exact, {@code *.suffix} for one or more labels before the suffix, or
 *     {@code *} for every host; at least one
 * @param matches at least one; any of them suffices
 * @param filters in the order in which they apply
 * @param backends shares of the requests; empty only if a filter answers by itself
 */
public record RouteRule(
    ResourceId id,
    List<String> requires,
    Origin origin,
    List<String> hostnames,
    List<RequestMatch> matches,
    List<Filter> filters,
    List<Backend> backends,
    LoadBalancer loadBalancer,
    Timeouts timeouts)
    implements Resource {
  public RouteRule {
    requires = List.copyOf(requires);
    Objects.requireNonNull(origin, "origin");
    Objects.requireNonNull(loadBalancer, "loadBalancer");
    Objects.requireNonNull(timeouts, "timeouts");
    hostnames = List.copyOf(hostnames);
    matches = List.copyOf(matches);
    filters = List.copyOf(filters);
    backends = List.copyOf(backends);
    if (hostnames.isEmpty() || matches.isEmpty()) {
      throw new IllegalArgumentException(id + ": needs at least one hostname and one match");
    }
  }
}
