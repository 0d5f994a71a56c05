package dev.gatehouse.dataplane.exchange;

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
        public void connectionRefused(String peer, ConnectionRefusal why) {}

        @Override
        public void refused(String peer, Reason reason) {}
      };

  /** Whose connections. */
  enum Side {
    CLIENT,
    UPSTREAM
  }

  void connectionOpened(Side side);

  void connectionClosed(Side side);

  /**
   * A client's connection is closed before anything is read from it as a request.
   *
   * @param peer its address
   */
  void connectionRefused(String peer, ConnectionRefusal why);

  /** A request's head has come. Each is followed by {@link #finished} exactly once. */
  void started(Exchange exchange);

  /** The answer has been written to its end, or never will be. */
  void finished(Exchange exchange, Outcome outcome);

  /** A request was so malformed that no exchange could be made of it. */
  void refused(String peer, Reason reason);
}
