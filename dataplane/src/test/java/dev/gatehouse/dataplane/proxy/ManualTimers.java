package dev.gatehouse.dataplane.proxy;

import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.function.LongSupplier;

/** A clock that stands still until a test moves it, and then runs what is due. */
final class ManualTimers implements Timers, LongSupplier {
  private record Due(long at, Runnable task) {}

  private final PriorityQueue<Due> due = new PriorityQueue<>(Comparator.comparingLong(Due::at));
  private long now;

  @Override
  public long getAsLong() {
    return now;
  }

  @Override
  public Timer after(long millis, Runnable task) {
    var one = new Due(now + Duration.ofMillis(millis).toNanos(), task);
    due.add(one);
    return () -> due.remove(one);
  }

  void advance(Duration by) {
    long then = now + by.toNanos();
    for (Due next = due.peek(); next != null && next.at() <= then; next = due.peek()) {
      due.remove(next);
      now = next.at();
      next.task().run();
    }
    now = then;
  }

  /** What would still run. */
  int pending() {
    return due.size();
  }
}
