package dev.gatehouse.dataplane.observe;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * A latency histogram with few buckets: with 10,000 routes each bucket is 10,000 lines of a scrape.
 */
final class LatencySeries {
  private static final Duration[] ROUTE_BUCKETS = millis(5, 10, 25, 50, 100, 250, 1000, 5000);
  private static final Duration[] UPSTREAM_BUCKETS = millis(5, 25, 100, 500, 2500);

  private final MeterRegistry registry;
  private final Timer timer;

  private LatencySeries(MeterRegistry registry, Timer timer) {
    this.registry = registry;
    this.timer = timer;
  }

  static LatencySeries ofRoute(MeterRegistry registry, String route) {
    return new LatencySeries(
        registry,
        Timer.builder("gatehouse.request.duration")
            .description("From a request's head to the end of its answer")
            .tag("route", route)
            .serviceLevelObjectives(ROUTE_BUCKETS)
            .register(registry));
  }

  static LatencySeries ofUpstream(MeterRegistry registry, String backend) {
    return new LatencySeries(
        registry,
        Timer.builder("gatehouse.upstream.duration")
            .description("From the choice of an endpoint to the head of its answer")
            .tag("backend", backend)
            .serviceLevelObjectives(UPSTREAM_BUCKETS)
            .register(registry));
  }

  void record(long amount, TimeUnit unit) {
    timer.record(amount, unit);
  }

  void close() {
    registry.remove(timer);
  }

  private static Duration[] millis(long... bounds) {
    return Arrays.stream(bounds).mapToObj(Duration::ofMillis).toArray(Duration[]::new);
  }
}
