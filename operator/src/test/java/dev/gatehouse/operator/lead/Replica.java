package dev.gatehouse.operator.lead;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** An operator, as far as it stands for leadership, that can be stopped and resumed. */
final class Replica implements Later, Elector.Listener {
  static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  private final FakeTime time;
  private final List<Runnable> held = new ArrayList<>();
  private boolean stopped;
  final FakeLease.Way way;
  final Elector elector;
  final List<String> told = new ArrayList<>();
  Duration clockOff = Duration.ZERO;

  Replica(String identity, FakeTime time, FakeLease lease) {
    this(identity, identity + "-process", time, lease);
  }

  Replica(String identity, String process, FakeTime time, FakeLease lease) {
    this.time = time;
    this.way = lease.new Way();
    var clocks =
        new Elector.Clocks(
            time::nanos,
            () -> NOON.plus(time.passed()).plus(clockOff),
            new SplittableRandom(identity.hashCode()));
    elector = new Elector(way, LeaseSettings.standard(identity), process, clocks, this, this, this);
  }

  static Replica standing(String identity, FakeTime time, FakeLease lease) {
    var replica = new Replica(identity, time, lease);
    replica.elector.start();
    replica.elector.stand();
    return replica;
  }

  /** As SIGSTOP does, or as SIGKILL if it never resumes. */
  void stop() {
    stopped = true;
  }

  void resume() {
    stopped = false;
    List.copyOf(held).forEach(Runnable::run);
    held.clear();
  }

  @Override
  public void run(Duration in, Runnable task) {
    time.run(
        in,
        () -> {
          if (stopped) {
            held.add(task);
          } else {
            task.run();
          }
        });
  }

  @Override
  public void leads() {
    told.add("leads");
  }

  @Override
  public void follows() {
    told.add("follows");
  }
}
