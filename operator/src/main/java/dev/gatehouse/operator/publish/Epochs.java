package dev.gatehouse.operator.publish;

import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Where epochs come from. With several operators it is the Lease of the one that leads, written by
 * compare-and-swap; whoever does not lead fails to claim and so never pushes.
 */
@FunctionalInterface
public interface Epochs {
  /**
   * A number that no process had before, and that is higher than {@code highestSeen}.
   *
   * @param highestSeen on any pod
   */
  Future<Long> claim(long highestSeen);

  /** Whether what was claimed may be used at this very moment; asked before every push. */
  default boolean areHeld() {
    return true;
  }

  /**
   * For a single process that keeps nothing: counts from the time of its start in milliseconds
   * since 1970, so that it comes after the process before it also for pods that it can't reach yet.
   */
  static Epochs ofOneProcess(InstantSource clock) {
    var last = new AtomicLong(clock.millis() - 1);
    return highestSeen ->
        Future.succeededFuture(last.updateAndGet(before -> Math.max(before, highestSeen) + 1));
  }
}
