package dev.gatehouse.dataplane.observe;

import dev.gatehouse.snapshot.Ack;
import dev.gatehouse.snapshot.SnapshotVersion;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** The pushes that came in, and the snapshot that is served. */
public final class PushMetrics {
  private record Live(SnapshotVersion version, int rejected, boolean restored, long sinceNanos) {}

  private final MeterRegistry registry;
  private final DistributionSummary bytes;
  private final Timer duration;
  private final Counter readFailures;
  private final Counter writeFailures;
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
    this.readFailures = storeFailures(registry, "read");
    this.writeFailures = storeFailures(registry, "write");
    gauge("gatehouse.snapshot.epoch", "Of the snapshot served", at -> at.version.epoch());
    gauge("gatehouse.snapshot.sequence", "Of the snapshot served", at -> at.version.sequence());
    gauge("gatehouse.snapshot.rejected", "Resources this pod can't use", at -> at.rejected);
    gauge(
        "gatehouse.snapshot.restored",
        "1 while it is of before the pod's start and no push has confirmed it",
        at -> at.restored ? 1 : 0);
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
    live(ack);
  }

  /** A snapshot that was kept of before the pod's start is live. */
  public void restored(Ack ack) {
    live(ack);
  }

  /** The kept snapshot could not be read, or only in part. */
  public Counter readFailures() {
    return readFailures;
  }

  /** The snapshot could not be kept. */
  public Counter writeFailures() {
    return writeFailures;
  }

  private void live(Ack ack) {
    SnapshotVersion version = ack.version();
    if (version != null) {
      Live before = live;
      long since =
          before != null && before.version.equals(version) ? before.sinceNanos : System.nanoTime();
      live = new Live(version, ack.rejected().size(), ack.restored(), since);
    }
  }

  private static Counter storeFailures(MeterRegistry registry, String operation) {
    return Counter.builder("gatehouse.snapshot.store.failures")
        .description("Times that the snapshot could not be kept, or not be restored whole")
        .tag("operation", operation)
        .register(registry);
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
