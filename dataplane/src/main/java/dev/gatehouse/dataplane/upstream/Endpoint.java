package dev.gatehouse.dataplane.upstream;

import dev.gatehouse.snapshot.EndpointSet;
import dev.gatehouse.snapshot.Upstream.Protocol;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An endpoint of an upstream and what this pod knows of it. It belongs to the upstream, not to a
 * route, and is the same object for as long as the endpoint is listed; all event loops share it.
 */
public final class Endpoint {
  private final String address;
  private final int port;
  private final Protocol protocol;
  private final String label;
  private final long hash;
  private final AtomicInteger inFlight = new AtomicInteger();
  private final ConnectionQuota quota = new ConnectionQuota();
  private volatile boolean removed;

  Endpoint(EndpointSet.Endpoint definition, Protocol protocol) {
    this.protocol = protocol;
    address = definition.address();
    port = definition.port();
    label = definition.toString();
    hash = Hash64.of(label);
  }

  /** An IP address; IPv6 without brackets. */
  public String address() {
    return address;
  }

  public int port() {
    return port;
  }

  /** What it speaks. */
  public Protocol protocol() {
    return protocol;
  }

  /** The same in all pods, so that they agree where a key belongs. */
  long hash() {
    return hash;
  }

  /** Requests of this pod that have chosen this endpoint and not ended. */
  public int inFlight() {
    return inFlight.get();
  }

  ConnectionQuota quota() {
    return quota;
  }

  /** Whether nothing of this pod is connected to it or about to be. */
  boolean unused() {
    return inFlight.get() == 0 && quota.connections() == 0;
  }

  public void began() {
    inFlight.incrementAndGet();
  }

  public void ended() {
    inFlight.decrementAndGet();
  }

  /** Whether it takes no new requests; those that run may end. */
  public boolean removed() {
    return removed;
  }

  void listed(boolean listed) {
    removed = !listed;
  }

  /** {@code address:port}. */
  @Override
  public String toString() {
    return label;
  }
}
