package dev.gatehouse.operator.lead;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** A monotonic clock that goes on only when told, and runs what falls due meanwhile, in order. */
final class FakeTime implements Later {
  private record Task(long at, Runnable action) {}

  private final List<Task> tasks = new ArrayList<>();
  // Such clocks begin anywhere, and this one overflows within a test.
  private long nanos = Long.MAX_VALUE - Duration.ofSeconds(20).toNanos();
  private final long start = nanos;

  long nanos() {
    return nanos;
  }

  /** Since the beginning. */
  Duration passed() {
    return Duration.ofNanos(nanos - start);
  }

  /** What is due now runs at once. */
  @Override
  public void run(Duration in, Runnable task) {
    if (in.isZero()) {
      task.run();
    } else {
      tasks.add(new Task(nanos + in.toNanos(), task));
    }
  }

  /** May be called by a task, for one that takes its time. */
  void pass(Duration duration) {
    long end = nanos + duration.toNanos();
    for (Optional<Task> next = due(end); next.isPresent(); next = due(end)) {
      Task task = next.get();
      tasks.remove(task);
      nanos = Math.max(0, task.at - nanos) + nanos;
      task.action.run();
    }
    nanos = Math.max(0, end - nanos) + nanos;
  }

  private Optional<Task> due(long end) {
    return tasks.stream()
        .filter(task -> task.at - end <= 0)
        .min(Comparator.comparingLong(task -> task.at - start));
  }
}
