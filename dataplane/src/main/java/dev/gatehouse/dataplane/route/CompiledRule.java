package dev.gatehouse.dataplane.route;

import dev.gatehouse.dataplane.exchange.Filter;
import dev.gatehouse.dataplane.exchange.LocalAnswer;
import dev.gatehouse.dataplane.exchange.Reason;
import dev.gatehouse.snapshot.Backend;
import dev.gatehouse.snapshot.LoadBalancer;
import dev.gatehouse.snapshot.Origin;
import dev.gatehouse.snapshot.ResourceId;
import dev.gatehouse.snapshot.RouteRule;
import dev.gatehouse.snapshot.Timeouts;
import dev.gatehouse.snapshot.Upgrade;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A rule as it is served. It stays the same instance as long as neither its resource nor an
 * upstream's usability changes.
 *
 * @param definition as it came; of a rule that can't be used, as much as is known
 * @param matches in the order written; of a rule that can't be used, all it may have meant
 * @param filters in the order in which they run
 * @param fixedAnswer what every request that matches is answered with, filters and backends aside;
 *     null for a rule that can be used
 */
public record CompiledRule(
    RouteRule definition,
    List<CompiledMatch> matches,
    List<Filter> filters,
    WeightedBackends backends,
    @Nullable FixedAnswer fixedAnswer) {
  public CompiledRule {
    matches = List.copyOf(matches);
    filters = List.copyOf(filters);
  }

  /** Why a rule, or a backend's share of one, can't be served. */
  public record FixedAnswer(Reason reason, String detail) {
    public LocalAnswer answer() {
      return LocalAnswer.of(reason, detail);
    }
  }

  public ResourceId id() {
    return definition.id();
  }

  public Origin origin() {
    return definition.origin();
  }

  public LoadBalancer loadBalancer() {
    return definition.loadBalancer();
  }

  /** Whether a client may change to that protocol. */
  public boolean allows(Upgrade upgrade) {
    return definition.upgrades().contains(upgrade);
  }

  public Timeouts timeouts() {
    return definition.timeouts();
  }

  /** Those its backends name, whether they can be used or not. */
  public Set<ResourceId> upstreams() {
    var named = new HashSet<ResourceId>();
    for (Backend backend : definition.backends()) {
      if (backend instanceof Backend.To(ResourceId upstream, _)) {
        named.add(upstream);
      }
    }
    return named;
  }

  /** Each rule is itself alone: tables and metrics tell rules apart by instance. */
  @Override
  public boolean equals(@Nullable Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }
}
