package dev.gatehouse.e2e.bench.cluster;

/** Where pods are: each at an address of its own, all at the same ports. */
final class Addresses {
  private Addresses() {}

  /** From 1 to 254. */
  static String pod(int number) {
    return "127.0.1." + number;
  }
}
