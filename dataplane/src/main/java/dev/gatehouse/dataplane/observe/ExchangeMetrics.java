package dev.gatehouse.dataplane.observe;

import dev.gatehouse.dataplane.exchange.Exchange;
import dev.gatehouse.dataplane.exchange.Observer;
import dev.gatehouse.dataplane.exchange.Outcome;
import dev.gatehouse.dataplane.exchange.Reason;
import dev.gatehouse.snapshot.ResourceId;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Counts and times what the proxy does. Series are made at first use and found again without
 * garbage; they go with their route. Past the limit, requests are counted under {@code other}: a
 * metric must never be what fills the memory.
 */
public final class ExchangeMetrics implements Observer {
  private static final ResourceId OTHER_BACKEND = new ResourceId("upstream/" + Labels.OTHER);

  private final MeterRegistry registry;
  private final SeriesBudget budget;
  private final ConcurrentHashMap<ResourceId, RuleSeries> rules = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<ResourceId, LatencySeries> upstreams = new ConcurrentHashMap<>();
  private final RuleSeries unrouted;
  private final RuleSeries otherRules;
  private final LatencySeries otherUpstreams;
  private final LongAdder inFlight = new LongAdder();
  private final LongAdder clientConnections = new LongAdder();
  private final LongAdder upstreamConnections = new LongAdder();

  /**
   * @param maxSeries how many label combinations get series of their own
   */
  public ExchangeMetrics(MeterRegistry registry, int maxSeries) {
    this.registry = registry;
    this.budget = new SeriesBudget(registry, maxSeries);
    SeriesBudget unlimited = budget.unlimited();
    this.unrouted = new RuleSeries(registry, unlimited, "none");
    this.otherRules = new RuleSeries(registry, unlimited, Labels.OTHER);
    this.otherUpstreams = LatencySeries.ofUpstream(registry, Labels.OTHER);
    gauge("gatehouse.requests.in.flight", "Requests whose answer has not ended", "", inFlight);
    gauge("gatehouse.connections", "Open connections", "client", clientConnections);
    gauge("gatehouse.connections", "Open connections", "upstream", upstreamConnections);
  }

  /** Drops the series of rules and upstreams that are served no more. */
  public void retain(Set<ResourceId> served) {
    rules.forEach(
        (id, series) -> {
          if (served.contains(id)) {
            series.retain(served);
          } else if (rules.remove(id, series)) {
            series.close();
          }
        });
    upstreams.forEach(
        (id, series) -> {
          if (!served.contains(id) && upstreams.remove(id, series)) {
            series.close();
            budget.returned(1);
          }
        });
  }

  @Override
  public void connectionOpened(Side side) {
    connections(side).increment();
  }

  @Override
  public void connectionClosed(Side side) {
    connections(side).decrement();
  }

  @Override
  public void started(Exchange exchange) {
    inFlight.increment();
  }

  @Override
  public void finished(Exchange exchange, Outcome outcome) {
    inFlight.decrement();
    RuleSeries rule = rule(outcome.rule());
    ResourceId backend = rule == otherRules ? OTHER_BACKEND : outcome.upstream();
    rule.requests(backend, outcome.status(), outcome.reason()).increment();
    rule.latency().record(outcome.durationNanos(), TimeUnit.NANOSECONDS);
    if (outcome.upstream() != null && outcome.upstreamNanos() >= 0) {
      upstream(outcome.upstream()).record(outcome.upstreamNanos(), TimeUnit.NANOSECONDS);
    }
  }

  @Override
  public void refused(String peer, Reason reason) {
    unrouted.requests(null, reason.status(), reason).increment();
  }

  private RuleSeries rule(@Nullable ResourceId id) {
    if (id == null) {
      return unrouted;
    }
    RuleSeries known = rules.get(id);
    if (known == null) {
      known = rules.computeIfAbsent(id, this::newRule);
    }
    return known != null ? known : otherRules;
  }

  private @Nullable RuleSeries newRule(ResourceId id) {
    return budget.take() ? new RuleSeries(registry, budget, Labels.route(id)) : null;
  }

  private LatencySeries upstream(ResourceId id) {
    LatencySeries known = upstreams.get(id);
    if (known == null) {
      known = upstreams.computeIfAbsent(id, this::newUpstream);
    }
    return known != null ? known : otherUpstreams;
  }

  private @Nullable LatencySeries newUpstream(ResourceId id) {
    return budget.take() ? LatencySeries.ofUpstream(registry, Labels.backend(id)) : null;
  }

  private LongAdder connections(Side side) {
    return switch (side) {
      case CLIENT -> clientConnections;
      case UPSTREAM -> upstreamConnections;
    };
  }

  private void gauge(String name, String description, String side, LongAdder value) {
    Gauge.Builder<LongAdder> gauge =
        Gauge.builder(name, value, LongAdder::sum).description(description).strongReference(true);
    (side.isEmpty() ? gauge : gauge.tag("side", side)).register(registry);
  }
}
