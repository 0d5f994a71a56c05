package dev.gatehouse.operator.lead;

import java.time.Duration;

/**
 * How leadership is stood for. The names and defaults are those of client-go.
 *
 * @param name of the Lease
 * @param identity of this process, which the Lease shows as its holder: the name of its pod
 * @param duration for which others let the Lease be after they saw it change; in whole seconds,
 *     since a Lease says it so
 * @param renewDeadline after which a leader that could not renew no longer leads
 * @param retryPeriod between two attempts to take or to renew, of which a quarter more or less is
 *     chance
 */
public record LeaseSettings(
    String name, String identity, Duration duration, Duration renewDeadline, Duration retryPeriod) {
  /** Those of client-go, for this process. */
  public static LeaseSettings standard(String identity) {
    return new LeaseSettings(
        "gatehouse",
        identity,
        Duration.ofSeconds(15),
        Duration.ofSeconds(10),
        Duration.ofSeconds(2));
  }

  /**
   * Checks that they fit together.
   *
   * @throws IllegalArgumentException with a sentence that says what to change
   */
  public LeaseSettings {
    require(!name.isEmpty(), "--lease is empty; it is the name of the Lease");
    require(!identity.isEmpty(), "--identity is empty; the Lease names its holder by it");
    require(
        duration.toSeconds() >= 1
            && duration.toSeconds() <= Integer.MAX_VALUE
            && duration.equals(Duration.ofSeconds(duration.toSeconds())),
        "--lease-duration has to be in whole seconds, like 15s");
    require(
        renewDeadline.compareTo(duration) < 0,
        "--renew-deadline has to be shorter than --lease-duration: otherwise another leads before"
            + " this one stops");
    require(
        !retryPeriod.isNegative() && !retryPeriod.isZero(), "--retry-period has to be more than 0");
    require(
        retryPeriod.multipliedBy(2).compareTo(renewDeadline) <= 0,
        "--retry-period has to be at most half of --renew-deadline: otherwise the first renewal"
            + " that fails ends the lead");
  }

  /** For the API server's answer to one request: two fit before the deadline. */
  Duration requestTimeout() {
    return renewDeadline.dividedBy(2);
  }

  /**
   * The pause before the next attempt.
   *
   * @param chance from 0 to 1
   */
  Duration pause(double chance) {
    return Duration.ofNanos(Math.round(retryPeriod.toNanos() * (0.75 + chance / 2)));
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
