package dev.gatehouse.dataplane.admin;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * Lets requests go first while a large snapshot is read and compiled: its thread is of low
 * priority, and rests for a millisecond when it has worked for one. Without it a loop that shares
 * its core waits for whole time slices of the scheduler, and one in a container with a bound on its
 * CPU finds that used up.
 */
final class Pacing {
  /** Of work, and then of rest. */
  private static final long NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private final LongSupplier nanoTime;
  private final LongConsumer rest;
  private final Runnable stepBack;
  private boolean requestsWait;
  private long workingSince;

  Pacing() {
    this(System::nanoTime, LockSupport::parkNanos, Pacing::lowerPriority);
  }

  /**
   * @param stepBack makes the thread one that others go before, for good
   */
  Pacing(LongSupplier nanoTime, LongConsumer rest, Runnable stepBack) {
    this.nanoTime = nanoTime;
    this.rest = rest;
    this.stepBack = stepBack;
  }

  /** Of the thread that calls this, for good: nobody but root may raise it again. */
  @SuppressWarnings("ThreadPriorityCheck") // A hint, on whose being taken nothing relies.
  static void lowerPriority() {
    Thread.currentThread().setPriority(Thread.MIN_PRIORITY);
  }

  /**
   * To be called by the thread that works, before it does.
   *
   * @param requestsWait whether anything is served yet; a pod that starts is in a hurry
   */
  void begin(boolean requestsWait) {
    this.requestsWait = requestsWait;
    if (requestsWait) {
      stepBack.run();
    }
    this.workingSince = nanoTime.getAsLong();
  }

  /** To be called by the same thread every few microseconds. */
  void step() {
    if (requestsWait && nanoTime.getAsLong() - workingSince >= NANOS) {
      rest.accept(NANOS);
      workingSince = nanoTime.getAsLong();
    }
  }
}
