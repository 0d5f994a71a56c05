package dev.gatehouse.operator.publish;

import dev.gatehouse.snapshot.Push;
import dev.gatehouse.snapshot.SnapshotVersion;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One fleet's history, and the parcels made of it: each is encoded once per version, off the event
 * loop, however many pods need it. Confined to the publisher's thread.
 *
 * <p>What is published becomes history at once, but for endpoints alone: these wait until the pause
 * that the change before asked for is over, and become history as one. Any other change ends the
 * pause, and takes along what waits.
 */
final class Fleet {
  private final String name;
  private final Vertx vertx;
  private final PublishSettings settings;
  private final Runnable changed;
  private final Map<String, Future<Parcel>> parcels = new HashMap<>();
  private long epoch;
  private @Nullable FleetHistory history;
  private @Nullable Edition waiting;
  private long pauseUntil;
  private long timer = -1;

  /**
   * One to which nothing was published.
   *
   * @param changed is told of each new version
   */
  Fleet(String name, long epoch, Vertx vertx, PublishSettings settings, Runnable changed) {
    this.name = name;
    this.epoch = epoch;
    this.vertx = vertx;
    this.settings = settings;
    this.changed = changed;
  }

  String name() {
    return name;
  }

  /**
   * This was published.
   *
   * @param pause until the next change of endpoints alone
   */
  void take(Edition edition, Duration pause) {
    Edition all = waiting == null ? edition : waiting.then(edition);
    long millis = TimeUnit.NANOSECONDS.toMillis(pauseUntil - System.nanoTime());
    if (history == null || millis <= 0 || !edition.isOfEndpointsAlone()) {
      tell(all, pause);
      return;
    }
    if (waiting == null) {
      timer = vertx.setTimer(millis, _ -> tell(Objects.requireNonNull(waiting), pause));
    }
    waiting = all;
  }

  private void tell(Edition edition, Duration pause) {
    become(edition);
    pauseUntil = System.nanoTime() + pause.toNanos();
    changed.run();
  }

  private void become(Edition edition) {
    close();
    history =
        history == null
            ? FleetHistory.first(name, epoch, edition)
            : history.changed(edition, settings.keptChanges());
    parcels.clear();
  }

  /** Nothing is left to wait: pods may have it from another process already. */
  void raise(long above) {
    if (waiting != null) {
      become(waiting);
    }
    epoch = above;
    if (history != null) {
      history = history.raised(above);
      parcels.clear();
    }
  }

  /** What waits is not told any more. */
  void close() {
    vertx.cancelTimer(timer);
    waiting = null;
  }

  /** Null before anything was published. */
  @Nullable SnapshotVersion version() {
    return history == null ? null : history.version();
  }

  FleetReport report(List<PodReport> pods) {
    return new FleetReport(name, version(), history == null ? 0 : history.resources().size(), pods);
  }

  /** The whole; empty before anything was published. */
  Optional<Push> whole() {
    return Optional.ofNullable(history).map(now -> now.push(null));
  }

  /** What leads from {@code base}, or null for nothing, to the current version. */
  Future<Parcel> parcel(@Nullable String base) {
    FleetHistory now = history;
    if (now == null) {
      return Future.failedFuture("nothing was published to " + name);
    }
    return parcels.computeIfAbsent(
        base == null ? "" : base,
        _ -> vertx.executeBlocking(() -> Parcel.of(now.push(base), settings.gzipAbove()), false));
  }
}
