package dev.gatehouse.dataplane.observe;

import java.util.concurrent.atomic.AtomicLong;

/** The first few of each second; the others are counted. Thread-safe, and waits for nobody. */
final class Sample {
  private static final int COUNT_BITS = 16;
  private static final long COUNT = (1 << COUNT_BITS) - 1;

  private final int perSecond;

  /** The second, and in the lowest bits how many were taken in it. */
  private final AtomicLong taken = new AtomicLong();

  private final AtomicLong leftOut = new AtomicLong();

  /** So many a second, up to 65,535. */
  Sample(int perSecond) {
    this.perSecond = perSecond;
  }

  /** How many were left out since the last one that was taken; -1 if this one is, too. */
  long take(long millis) {
    long begun = (millis / 1000) << COUNT_BITS;
    long now =
        taken.accumulateAndGet(
            begun,
            (old, second) -> isIn(old, second) ? Math.min(old + 1, second | COUNT) : second | 1);
    if ((now & COUNT) > perSecond) {
      leftOut.incrementAndGet();
      return -1;
    }
    return leftOut.getAndSet(0);
  }

  private static boolean isIn(long state, long second) {
    return (state & ~COUNT) == second;
  }
}
