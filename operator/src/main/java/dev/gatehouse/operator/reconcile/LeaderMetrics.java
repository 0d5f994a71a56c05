package dev.gatehouse.operator.reconcile;

import dev.gatehouse.operator.lead.Elector;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.LongSupplier;

/** Whether this process leads, and how often that changed. */
final class LeaderMetrics {
  private final MeterRegistry registry;
  private final Counter acquired;
  private final Counter lost;

  LeaderMetrics(MeterRegistry registry) {
    this.registry = registry;
    acquired =
        Counter.builder("gatehouse.operator.leader.acquired")
            .description("How often this process began to lead")
            .register(registry);
    lost =
        Counter.builder("gatehouse.operator.leader.lost")
            .description("How often it stopped, for whatever reason")
            .register(registry);
  }

  /** {@code epoch} is 0 while this process doesn't lead. */
  void show(LongSupplier epoch) {
    Gauge.builder("gatehouse.operator.leader", () -> epoch.getAsLong() > 0 ? 1 : 0)
        .description("1 if this process leads, else 0")
        .register(registry);
    Gauge.builder("gatehouse.operator.epoch", epoch::getAsLong)
        .description("The epoch that this process leads in; 0 if it doesn't")
        .register(registry);
  }

  /** Counts, and passes on. */
  Elector.Listener counting(Elector.Listener to) {
    return new Elector.Listener() {
      @Override
      public void leads() {
        acquired.increment();
        to.leads();
      }

      @Override
      public void follows() {
        lost.increment();
        to.follows();
      }
    };
  }
}
