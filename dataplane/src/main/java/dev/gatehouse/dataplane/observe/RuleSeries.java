package dev.gatehouse.dataplane.observe;

import dev.gatehouse.dataplane.exchange.Reason;
import dev.gatehouse.snapshot.ResourceId;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The series of one rule: its latency, and its requests by backend, status class and reason. */
final class RuleSeries {
  private static final ResourceId NO_BACKEND = new ResourceId("upstream/none");

  private final MeterRegistry registry;
  private final SeriesBudget budget;
  private final String route;
  private final LatencySeries latency;
  private final ConcurrentHashMap<ResourceId, BackendSeries> backends = new ConcurrentHashMap<>(2);

  RuleSeries(MeterRegistry registry, SeriesBudget budget, String route) {
    this.registry = registry;
    this.budget = budget;
    this.route = route;
    this.latency = LatencySeries.ofRoute(registry, route);
  }

  LatencySeries latency() {
    return latency;
  }

  /** The counter for such requests, made if this is the first. */
  Counter requests(@Nullable ResourceId upstream, int status, @Nullable Reason reason) {
    ResourceId backend = upstream == null ? NO_BACKEND : upstream;
    BackendSeries series = backends.get(backend);
    if (series == null) {
      series = backends.computeIfAbsent(backend, b -> new BackendSeries());
    }
    Counter own =
        series.get(
            status,
            reason,
            () -> budget.take() ? counter(route, Labels.backend(backend), status, reason) : null);
    return own != null ? own : counter(Labels.OTHER, Labels.OTHER, status, reason);
  }

  /** Removes the series towards backends that are served no more. */
  void retain(Set<ResourceId> served) {
    backends.forEach(
        (backend, series) -> {
          if (!served.contains(backend)
              && !backend.equals(NO_BACKEND)
              && backends.remove(backend, series)) {
            remove(series);
          }
        });
  }

  /** Removes the series; a request that ends meanwhile counts into a meter that nobody reads. */
  void close() {
    latency.close();
    budget.returned(1);
    backends.values().forEach(this::remove);
  }

  private void remove(BackendSeries series) {
    series.forEach(
        counter -> {
          registry.remove(counter);
          budget.returned(1);
        });
  }

  private Counter counter(String underRoute, String backend, int status, @Nullable Reason reason) {
    return Counter.builder("gatehouse.requests")
        .description("Requests answered")
        .tag("route", underRoute)
        .tag("backend", backend)
        .tag("status", Labels.statusClass(status))
        .tag("reason", reason == null ? "" : reason.name())
        .register(registry);
  }
}
