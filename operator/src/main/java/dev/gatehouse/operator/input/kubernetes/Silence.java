package dev.gatehouse.operator.input.kubernetes;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * For how long nothing has come from a peer that ought to say something now and then. A connection
 * that a machine on the way has forgotten stays open and brings nothing, not even its end.
 */
final class Silence {
  private final long bound;
  private final Clock clock;
  private volatile long heard;

  /** Holds what came, in the end: dropped once nothing more is waited for. */
  private volatile @Nullable Runnable tooLong;

  /** What tells the time, in nanoseconds, and wakes up. */
  interface Clock {
    Clock SYSTEM =
        new Clock() {
          @Override
          public long now() {
            return System.nanoTime();
          }

          @Override
          public void after(long nanos, Runnable task) {
            CompletableFuture.delayedExecutor(nanos, TimeUnit.NANOSECONDS).execute(task);
          }
        };

    long now();

    void after(long nanos, Runnable task);
  }

  /** One that may last so long. */
  Silence(Duration bound, Clock clock) {
    this.bound = bound.toNanos();
    this.clock = clock;
  }

  /**
   * Begins now.
   *
   * @param whenTooLong done once, if it is not {@link #over} by then
   */
  void begin(Runnable whenTooLong) {
    tooLong = whenTooLong;
    heard();
    clock.after(bound, this::check);
  }

  /** It begins anew. */
  void heard() {
    heard = clock.now();
  }

  /** Nothing more is waited for. */
  void over() {
    tooLong = null;
  }

  private void check() {
    Runnable act = tooLong;
    if (act == null) {
      return;
    }
    long left = heard + bound - clock.now();
    if (left > 0) {
      clock.after(left, this::check);
    } else {
      act.run();
    }
  }
}
