package dev.gatehouse.dataplane.upstream;

import dev.gatehouse.dataplane.exchange.Reason;

/**
 * Makes connections to endpoints.
 *
 * @param <C> what kind
 */
public interface Connector<C extends Connection> {
  /**
   * Starts to connect, within a time of its own; {@code then} is told once, on the event loop.
   *
   * @param onClosed run once when a connection that was made has ended, whoever ended it
   */
  void connect(Endpoint endpoint, Made<C> then, Runnable onClosed);

  /** What becomes of a wish for a connection. */
  interface Made<C extends Connection> {
    void connected(C connection);

    /**
     * {@code CONNECT_FAILED}, {@code CONNECT_TIMEOUT}, {@code OVERLOADED}, or {@code
     * UPSTREAM_PROTOCOL} where the endpoint doesn't speak what it should: no request was sent.
     */
    void failed(Reason reason, String detail);
  }
}
