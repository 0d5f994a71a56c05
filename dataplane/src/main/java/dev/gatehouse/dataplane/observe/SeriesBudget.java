package dev.gatehouse.dataplane.observe;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicInteger;

/** How many series may still be made. */
final class SeriesBudget {
  private final AtomicInteger left;
  private final Counter refused;

  SeriesBudget(MeterRegistry registry, int size) {
    this(
        size,
        Counter.builder("gatehouse.metrics.series.refused")
            .description("Requests counted under the label other, since the limit is reached")
            .register(registry));
  }

  private SeriesBudget(int size, Counter refused) {
    this.left = new AtomicInteger(size);
    this.refused = refused;
  }

  /** For the few series that there always are. */
  SeriesBudget unlimited() {
    return new SeriesBudget(Integer.MAX_VALUE, refused);
  }

  boolean take() {
    return left.getAndUpdate(n -> Math.max(0, n - 1)) > 0;
  }

  /** So that whoever has none left needs no lock to learn it. */
  boolean isSpent() {
    return left.get() <= 0;
  }

  /** A request was counted under {@code other}. */
  void refused() {
    refused.increment();
  }

  void returned(int series) {
    left.addAndGet(series);
  }
}
