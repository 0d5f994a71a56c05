package dev.gatehouse.operator.lead;

import java.time.Duration;

/** Runs tasks, on one thread and in order of time. */
@FunctionalInterface
public interface Later {
  /** Does nothing once its owner is closing. */
  void run(Duration in, Runnable task);
}
