package dev.gatehouse.operator.publish;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;

/** How pushing goes. */
final class PublishMetrics {
  private final MeterRegistry registry;
  private final DistributionSummary bytes;

  PublishMetrics(MeterRegistry registry) {
    this.registry = registry;
    this.bytes =
        DistributionSummary.builder("gatehouse.operator.push.bytes")
            .description("Pushes as they travelled, whatever came of them")
            .baseUnit("bytes")
            .register(registry);
  }

  /** {@code result} is {@code live} or the reason of a failure. */
  void pushed(Parcel parcel, String result, long nanos) {
    bytes.record(parcel.body().length());
    Timer.builder("gatehouse.operator.push.duration")
        .description("From a push's first byte to the pod's answer")
        .tag("kind", parcel.base() == null ? "whole" : "delta")
        .tag("result", result)
        .register(registry)
        .record(nanos, TimeUnit.NANOSECONDS);
  }

  /** A pod did not take a push, or did not say what it serves. */
  void failed(String reason) {
    Counter.builder("gatehouse.operator.pod.failures")
        .description("Pushes and questions that a pod did not answer as it should")
        .tag("reason", reason)
        .register(registry)
        .increment();
  }
}
