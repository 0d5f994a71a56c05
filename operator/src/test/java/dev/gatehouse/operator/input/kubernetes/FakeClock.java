package dev.gatehouse.operator.input.kubernetes;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** One that others move. */
final class FakeClock implements Silence.Clock {
  private record Alarm(long at, Runnable task) {}

  private final List<Alarm> alarms = new ArrayList<>();
  private long now = Long.MAX_VALUE - 1_000;

  @Override
  public long now() {
    return now;
  }

  @Override
  public void after(long nanos, Runnable task) {
    alarms.add(new Alarm(now + nanos, task));
  }

  void pass(Duration time) {
    now += time.toNanos();
    List<Alarm> due = alarms.stream().filter(alarm -> alarm.at - now <= 0).toList();
    alarms.removeAll(due);
    due.forEach(alarm -> alarm.task.run());
  }
}
