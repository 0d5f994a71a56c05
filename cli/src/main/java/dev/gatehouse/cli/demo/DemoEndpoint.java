package dev.gatehouse.cli.demo;

import java.time.Duration;

/**
 * One demo pod.
 *
 * @param delay before it answers
 * @param source where it was read, like {@code local/endpoints.yaml:3}
 */
public record DemoEndpoint(
    String namespace,
    String service,
    String pod,
    String address,
    int port,
    Duration delay,
    String source) {
  /** {@code address:port}. */
  String listens() {
    return address + ":" + port;
  }

  @Override
  public String toString() {
    return namespace + "/" + service + " on " + listens();
  }
}
