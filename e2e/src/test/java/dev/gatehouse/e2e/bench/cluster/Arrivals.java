package dev.gatehouse.e2e.bench.cluster;

import java.util.Map;
import java.util.TreeMap;

/**
 * When each change was live on the last of the receivers. Changes are numbers that rise; who has
 * one has all before it.
 */
final class Arrivals {
  private final Map<Long, Arrival> changes = new TreeMap<>();

  /**
   * A change.
   *
   * @param receivers that have it
   * @param nanos when the last of them got it, by {@link System#nanoTime}, which all processes of a
   *     machine share
   */
  record Arrival(int receivers, long nanos) {}

  /** A receiver that had all up to {@code before} now has all up to {@code highest}. */
  synchronized void note(long before, long highest) {
    long now = System.nanoTime();
    for (long change = before + 1; change <= highest; change++) {
      changes.merge(change, new Arrival(1, now), (last, _) -> new Arrival(last.receivers + 1, now));
    }
  }

  synchronized Map<Long, Arrival> all() {
    return Map.copyOf(changes);
  }
}
