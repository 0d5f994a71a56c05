package dev.gatehouse.dataplane.observe;

import dev.gatehouse.dataplane.exchange.ConnectionCut;
import dev.gatehouse.dataplane.exchange.Exchange;
import dev.gatehouse.dataplane.exchange.Observer;
import dev.gatehouse.dataplane.exchange.Outcome;
import dev.gatehouse.dataplane.exchange.Reason;
import dev.gatehouse.snapshot.ResourceId;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Counts and times what the proxy does. Series are made at first use and found again without
 * garbage; they go with their route. Past the limit, requests are counted under {@code other}: a
 * metric must never be what fills the memory.
 *
 * <p>The series by route and by backend are no meters of Micrometer: of so many, a page would cost
 * pauses for garbage, and each would hold kilobytes.
 */
public final class ExchangeMetrics implements Observer {
  /** The status of a WebSocket, whose duration is no latency. */
  private static final int SWITCHED = 101;

  private static final ResourceId OTHER_BACKEND = new ResourceId("upstream/" + Labels.OTHER);

  private final SeriesBudget budget;
  private final ConcurrentHashMap<ResourceId, RuleSeries> rules = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<ResourceId, LatencySeries> upstreams = new ConcurrentHashMap<>();
  private final RuleSeries unrouted;
  private final RuleSeries otherRules;
  private final LatencySeries otherUpstreams;
  private final LongAdder inFlight = new LongAdder();
  private final LongAdder clientConnections = new LongAdder();
  private final LongAdder upstreamConnections = new LongAdder();
  private final LongAdder tunnels = new LongAdder();
  private final Map<ConnectionCut, Counter> connectionsCut;

  /**
   * @param maxSeries how many label combinations get series of their own
   */
  public ExchangeMetrics(MeterRegistry registry, int maxSeries) {
    this.budget = new SeriesBudget(registry, maxSeries);
    SeriesBudget unlimited = budget.unlimited();
    this.unrouted = new RuleSeries(unlimited, "none");
    this.otherRules = new RuleSeries(unlimited, Labels.OTHER);
    this.otherUpstreams = upstreamSeries(Labels.OTHER);
    gauge("gatehouse.requests.in.flight", "Requests whose answer has not ended", inFlight)
        .register(registry);
    gauge("gatehouse.connections", "Open connections", clientConnections)
        .tag("side", "client")
        .register(registry);
    gauge("gatehouse.connections", "Open connections", upstreamConnections)
        .tag("side", "upstream")
        .register(registry);
    gauge("gatehouse.tunnels", "Open WebSockets", tunnels).register(registry);
    connectionsCut =
        Arrays.stream(ConnectionCut.values())
            .collect(Collectors.toUnmodifiableMap(why -> why, why -> refusals(registry, why)));
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
  public void tunnelOpened() {
    tunnels.increment();
  }

  @Override
  public void tunnelClosed() {
    tunnels.decrement();
  }

  @Override
  public void connectionCut(String peer, ConnectionCut why) {
    Objects.requireNonNull(connectionsCut.get(why)).increment();
  }

  @Override
  public void started(Exchange exchange) {
    inFlight.increment();
  }

  @Override
  public void finished(Exchange exchange, Outcome outcome) {
    inFlight.decrement();
    RuleSeries rule = rule(outcome.rule());
    boolean own = count(rule, outcome.upstream(), outcome.status(), outcome.reason());
    if (outcome.status() != SWITCHED) {
      rule.latency().record(outcome.durationNanos());
    }
    if (outcome.upstream() != null && outcome.upstreamNanos() >= 0) {
      LatencySeries upstream = upstream(outcome.upstream());
      upstream.record(outcome.upstreamNanos());
      own &= upstream != otherUpstreams;
    }
    if (!own) {
      budget.refused();
    }
  }

  /** By the reason's status: whatever it is answered with, it is the client's fault. */
  @Override
  public void refused(String peer, Reason reason, int status, @Nullable String detail) {
    var _ = count(unrouted, null, reason.status(), reason);
  }

  /** The series by route and by backend that there are now, with their families' heads. */
  Stream<Samples> samples() {
    // Copies: of a map that changes while it is gone through, one could come up twice.
    var allRules = new ArrayList<RuleSeries>(rules.values());
    allRules.add(unrouted);
    allRules.add(otherRules);
    var allUpstreams = new ArrayList<LatencySeries>(upstreams.values());
    allUpstreams.add(otherUpstreams);
    return Stream.of(
            family(RequestCounter::writeHead, allRules, rule -> rule::writeRequests),
            family(LatencyFamily.REQUESTS::writeHead, allRules, rule -> rule.latency()::write),
            family(LatencyFamily.UPSTREAMS::writeHead, allUpstreams, series -> series::write))
        .reduce(Stream.empty(), Stream::concat);
  }

  /** Whether it is counted under its own labels. */
  private boolean count(
      RuleSeries rule, @Nullable ResourceId upstream, int status, @Nullable Reason reason) {
    if (rule != otherRules && rule.count(upstream, status, reason)) {
      return true;
    }
    otherRules.count(OTHER_BACKEND, status, reason);
    return false;
  }

  private RuleSeries rule(@Nullable ResourceId id) {
    if (id == null) {
      return unrouted;
    }
    RuleSeries known = rules.get(id);
    if (known == null && !budget.isSpent()) {
      known = rules.computeIfAbsent(id, this::newRule);
    }
    return known != null ? known : otherRules;
  }

  private @Nullable RuleSeries newRule(ResourceId id) {
    return budget.take() ? new RuleSeries(budget, Labels.route(id)) : null;
  }

  private LatencySeries upstream(ResourceId id) {
    LatencySeries known = upstreams.get(id);
    if (known == null && !budget.isSpent()) {
      known = upstreams.computeIfAbsent(id, this::newUpstream);
    }
    return known != null ? known : otherUpstreams;
  }

  private @Nullable LatencySeries newUpstream(ResourceId id) {
    return budget.take() ? upstreamSeries(Labels.backend(id)) : null;
  }

  private static LatencySeries upstreamSeries(String label) {
    return new LatencySeries(LatencyFamily.UPSTREAMS, Text.labelValue(label));
  }

  private static <T> Stream<Samples> family(
      Samples head, List<T> series, Function<T, Samples> samples) {
    return Stream.concat(Stream.of(head), series.stream().map(samples));
  }

  private LongAdder connections(Side side) {
    return switch (side) {
      case CLIENT -> clientConnections;
      case UPSTREAM -> upstreamConnections;
    };
  }

  private static Counter refusals(MeterRegistry registry, ConnectionCut why) {
    return Counter.builder("gatehouse.connections.cut")
        .description("Connections of clients that were ended otherwise than by an answer")
        .tag("reason", why.name())
        .register(registry);
  }

  private static Gauge.Builder<LongAdder> gauge(String name, String description, LongAdder value) {
    return Gauge.builder(name, value, LongAdder::sum)
        .description(description)
        .strongReference(true);
  }
}
