package dev.gatehouse.operator.publish;

import java.time.Duration;

/**
 * How pods are pushed to.
 *
 * @param requestTimeout for a pod's answer
 * @param wholeTimeout the same to a whole snapshot, which a pod that has just started reads with
 *     code that never ran before, perhaps while others of its node do the same; at most the pod's
 *     own {@code timeouts.push}
 * @param firstBackoff before the second try; doubles with each
 * @param longestBackoff beyond which it doesn't grow
 * @param longestStart the same, for a pod that can't be reached and is not Ready: most likely it is
 *     starting, and nobody else tells when it listens
 * @param gzipAbove bytes from which a push is compressed
 * @param keptChanges how many changes behind a pod may be and still get a delta
 * @param checkEvery how often a pod that has everything is asked whether it still does: a container
 *     that restarts keeps its address, and nothing else would tell
 * @param endpointPause for each pod of a fleet, from a change until one of endpoints alone is told
 * @param longestEndpointPause however many pods it has
 */
public record PublishSettings(
    Duration requestTimeout,
    Duration wholeTimeout,
    Duration firstBackoff,
    Duration longestBackoff,
    Duration longestStart,
    int gzipAbove,
    int keptChanges,
    Duration checkEvery,
    Duration endpointPause,
    Duration longestEndpointPause) {
  public static final PublishSettings STANDARD =
      new PublishSettings(
          Duration.ofSeconds(10),
          Duration.ofSeconds(30),
          Duration.ofMillis(100),
          Duration.ofSeconds(10),
          Duration.ofMillis(500),
          4096,
          256,
          Duration.ofSeconds(2),
          Duration.ofMillis(1),
          Duration.ofMillis(100));

  /**
   * From a change of a fleet until one of endpoints alone is told. Each is a request to each pod:
   * the more pods, the more is gained by telling several as one.
   */
  Duration endpointPause(long pods) {
    Duration wanted = endpointPause.multipliedBy(pods);
    return wanted.compareTo(longestEndpointPause) < 0 ? wanted : longestEndpointPause;
  }

  /**
   * How long to wait after so many failures in a row: half of it is certain, half is chance, so
   * that pods which failed together are not tried together.
   *
   * @param failures at least 1
   * @param chance from 0 to 1
   */
  Duration backoff(int failures, double chance) {
    return backoff(failures, chance, longestBackoff);
  }

  /** The same, until a pod that is not Ready can be reached. */
  Duration startBackoff(int failures, double chance) {
    return backoff(failures, chance, longestStart);
  }

  private Duration backoff(int failures, double chance, Duration longest) {
    double grown = firstBackoff.toMillis() * Math.pow(2, Math.min(failures, 32) - 1);
    double bounded = Math.min(grown, (double) longest.toMillis());
    return Duration.ofMillis(Math.max(1, Math.round(bounded * (0.5 + chance / 2))));
  }
}
