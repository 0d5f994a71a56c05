package dev.gatehouse.dataplane.observe;

import java.time.Duration;
import java.util.function.Supplier;

/**
 * Whether the event loops answer. Nothing else is asked: a restart mends no backend, no operator
 * and no disk.
 *
 * @param silence for how long the most silent event loop has not answered
 * @param bound beyond which it counts as stuck
 */
public record Liveness(Supplier<Duration> silence, Duration bound) {
  /** Empty where all is well. */
  String problem() {
    Duration silent = silence.get();
    return silent.compareTo(bound) > 0
        ? "an event loop has not answered for " + silent.toSeconds() + " s"
        : "";
  }
}
