package dev.gatehouse.dataplane.exchange;

import org.jspecify.annotations.Nullable;

/**
 * Sees what happens on the event loops: metrics and the access log. Called on any of them at any
 * time; never blocks and never throws.
 */
public interface Observer {
  /** Sees nothing. */
  Observer NONE =
      new Observer() {
        @Override
        public void connectionOpened(Side side) {}

        @Override
        public void connectionClosed(Side side) {}

        @Override
        public void started(Exchange exchange) {}

        @Override
        public void finished(Exchange exchange, Outcome outcome) {}

        @Override
        public void tunnelOpened() {}

        @Override
        public void tunnelClosed() {}

        @Override
        public void connectionCut(String peer, ConnectionCut why) {}

        @Override
        public void refused(String peer, Reason reason, int status, @Nullable String detail) {}
      };

  /** Whose connections. */
  enum Side {
    CLIENT,
    UPSTREAM
  }

  void connectionOpened(Side side);

  void connectionClosed(Side side);

  /** An exchange has become a WebSocket. Followed by {@link #tunnelClosed} exactly once. */
  void tunnelOpened();

  void tunnelClosed();

  /**
   * A client's connection is closed, outside of any exchange.
   *
   * @param peer its address
   */
  void connectionCut(String peer, ConnectionCut why);

  /** A request's head has come. Each is followed by {@link #finished} exactly once. */
  void started(Exchange exchange);

  /** The answer has been written to its end, or never will be. */
  void finished(Exchange exchange, Outcome outcome);

  /**
   * No exchange could be made of what a client sent.
   *
   * @param status of the answer; 0 where there was none, since a stream or the connection was ended
   */
  void refused(String peer, Reason reason, int status, @Nullable String detail);
}
