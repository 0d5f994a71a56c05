package dev.gatehouse.dataplane.admin;

import dev.gatehouse.dataplane.observe.Readiness;
import dev.gatehouse.snapshot.SnapshotVersion;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Sends a pod that has served a restored snapshot for too long behind the others of its fleet. Only
 * others with a newer snapshot that is confirmed count: a fleet that restarted as a whole while no
 * operator is there would else step back as a whole, and behind an equal one nothing is won.
 */
final class StaleWatch {
  private final Readiness readiness;
  private final Duration bound;
  private final Supplier<@Nullable SnapshotVersion> own;
  private final Predicate<SnapshotVersion> othersAreAhead;
  private final LongSupplier nanoTime;
  private final long since;

  /**
   * Begins to count.
   *
   * @param own what this pod serves; null for nothing
   * @param othersAreAhead of it, may block
   * @param nanoTime as {@link System#nanoTime()}: a clock that is set must not change who serves
   */
  StaleWatch(
      Readiness readiness,
      Duration bound,
      Supplier<@Nullable SnapshotVersion> own,
      Predicate<SnapshotVersion> othersAreAhead,
      LongSupplier nanoTime) {
    this.readiness = readiness;
    this.bound = bound;
    this.own = own;
    this.othersAreAhead = othersAreAhead;
    this.nanoTime = nanoTime;
    this.since = nanoTime.getAsLong();
  }

  /** Checks ten times within the bound, but every ten seconds at least, as long as it matters. */
  void repeat(Vertx vertx) {
    long millis = Math.clamp(bound.toMillis() / 10, 100, 10_000);
    vertx
        .timer(millis, TimeUnit.MILLISECONDS)
        .compose(_ -> vertx.executeBlocking(this::check, false))
        .onSuccess(
            again -> {
              if (again) {
                repeat(vertx);
              }
            });
  }

  /** Blocks; returns whether it has to be called again. */
  boolean check() {
    boolean restored =
        switch (readiness.state()) {
          case RESTORED, STALE -> true;
          case NO_SNAPSHOT, READY, DRAINING -> false;
        };
    if (restored && nanoTime.getAsLong() - since > bound.toNanos()) {
      SnapshotVersion served = own.get();
      readiness.stale(served != null && othersAreAhead.test(served));
    }
    return restored;
  }
}
