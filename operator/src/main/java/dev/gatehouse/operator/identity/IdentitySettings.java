package dev.gatehouse.operator.identity;

import java.time.Duration;

/**
 * Where the certificates of the push channel are kept, and for how long they are good.
 *
 * @param operatorSecret name of the Secret that the operator alone reads
 * @param dataPlaneSecret name of the one that all data-plane pods mount
 * @param checkEvery how often the Secrets are looked at
 * @param lifetimes of what is issued
 */
public record IdentitySettings(
    String operatorSecret, String dataPlaneSecret, Duration checkEvery, Lifetimes lifetimes) {

  /**
   * How long things are good for. Each is replaced after two thirds of its life.
   *
   * @param leaf a certificate of either end
   * @param authority what these are issued by
   * @param propagation after which what is written to a Secret is in use by every pod that mounts
   *     it: kubelet takes two minutes, and a node that was away comes back within a day or not at
   *     all
   * @param backdating how long before its issue a certificate begins to be valid, for the sake of
   *     clocks that are behind
   */
  public record Lifetimes(
      Duration leaf, Duration authority, Duration propagation, Duration backdating) {
    public static final Lifetimes STANDARD =
        new Lifetimes(
            Duration.ofDays(30), Duration.ofDays(365), Duration.ofDays(1), Duration.ofHours(2));
  }

  /** With standard times. */
  public static IdentitySettings of(String operatorSecret, String dataPlaneSecret) {
    return new IdentitySettings(
        operatorSecret, dataPlaneSecret, Duration.ofSeconds(10), Lifetimes.STANDARD);
  }
}
