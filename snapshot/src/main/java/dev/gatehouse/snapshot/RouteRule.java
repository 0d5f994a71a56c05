package dev.gatehouse.snapshot;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
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
 * @param upgrades what clients may switch to; whoever lists one requires its feature, and none is
 *     not written, which older readers know nothing of
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
    Timeouts timeouts,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) @JsonSetter(nulls = Nulls.AS_EMPTY)
        List<Upgrade> upgrades)
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
    upgrades = List.copyOf(upgrades);
    if (hostnames.isEmpty() || matches.isEmpty()) {
      throw new IllegalArgumentException(id + ": needs at least one hostname and one match");
    }
  }

  /** One whose clients stay with HTTP. */
  public RouteRule(
      ResourceId id,
      List<String> requires,
      Origin origin,
      List<String> hostnames,
      List<RequestMatch> matches,
      List<Filter> filters,
      List<Backend> backends,
      LoadBalancer loadBalancer,
      Timeouts timeouts) {
    this(
        id,
        requires,
        origin,
        hostnames,
        matches,
        filters,
        backends,
        loadBalancer,
        timeouts,
        List.of());
  }
}
