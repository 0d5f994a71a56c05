package dev.gatehouse.dataplane.proxy.transport;

import dev.gatehouse.dataplane.proxy.ProxySettings;

/** A client's connection, whichever version of HTTP it speaks. */
sealed interface OpenConnection permits ClientConnection, Http2Client {
  /** Whether nothing is asked on it. */
  boolean isIdle();

  /** Whether a request's head is coming in, or one may be on its way that must not get lost. */
  boolean receivesHead();

  /** Ends it, or a request of it, if it lets us wait for too long; called about every second. */
  void checkProgress(ProxySettings.Timeouts timeouts);

  /** Asks for the next requests to be sent elsewhere, where that can be said before an answer. */
  void sendAway();

  void close();

  /** Ends it now, whatever the client has yet to read. */
  void drop();
}
