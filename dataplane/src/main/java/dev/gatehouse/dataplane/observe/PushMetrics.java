package dev.gatehouse.dataplane.observe;

import dev.gatehouse.snapshot.Ack;
import dev.gatehouse.snapshot.SnapshotVersion;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** The pushes that came in, and the snapshot that is served. */
public final class PushMetrics {
  private record Live(SnapshotVersion version, int rejected, long sinceNanos) {}

  private final MeterRegistry registry;
  private final DistributionSummary bytes;
  private final Timer duration;
  private volatile @Nullable Live live;

  public PushMetrics(MeterRegistry registry) {
    this.registry = registry;
    this.bytes =
        DistributionSummary.builder("gatehouse.push.bytes")
            .description("Pushes that were taken, in bytes as they travelled")
            .baseUnit("bytes")
            .register(registry);
    this.duration =
        Timer.builder("gatehouse.push.duration")
            .description("From a push's last byte to its snapshot being live")
            .register(registry);
    gauge("gatehouse.snapshot.epoch", "Of the snapshot served", at -> at.version.epoch());
    gauge("gatehouse.snapshot.sequence", "Of the snapshot served", at -> at.version.sequence());
    gauge("gatehouse.snapshot.rejected", "Resources this pod can't use", at -> at.rejected);
    gauge(
        "gatehouse.snapshot.age.seconds",
        "Since the snapshot went live",
        at -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - at.sinceNanos) / 1000.0);
  }

  /** A push is live. */
  public void taken(Ack ack, boolean whole, int size, long nanos) {
    bytes.record(size);
    duration.record(nanos, TimeUnit.NANOSECONDS);
    count(whole ? "whole" : "delta", "live");
    SnapshotVersion version = ack.version();
    if (version != null) {
      live = new Live(version, ack.rejected().size(), System.nanoTime());
    }
  }

  /** A push was refused, for one of the reasons of {@code PushProblem}. */
  public void refused(boolean whole, String reason) {
    count(whole ? "whole" : "delta", reason);
  }

  private void count(String kind, String result) {
    registry.counter("gatehouse.pushes", "kind", kind, "result", result).increment();
  }

  private void gauge(String name, String description, ToDoubleFunction<Live> value) {
    Gauge.builder(
            name,
            () -> {
              Live now = live;
              return now == null ? Double.NaN : value.applyAsDouble(now);
            })
        .description(description)
        .strongReference(true)
        .register(registry);
  }
}
