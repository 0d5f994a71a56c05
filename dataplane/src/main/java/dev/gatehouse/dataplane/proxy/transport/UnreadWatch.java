package dev.gatehouse.dataplane.proxy.transport;

/** For how long a client has taken nothing of what waits for it. */
final class UnreadWatch {
  private long waiting;
  private long since;

  /**
   * Looks at it, now and then.
   *
   * @param bytes which wait; 0 also where the client isn't the one to be waited for
   * @return nanoseconds since the client last took any, as far as looks tell
   */
  long look(long bytes, long now) {
    if (bytes < waiting || waiting == 0) {
      since = now;
    }
    waiting = bytes;
    return now - since;
  }

  /** The client has taken some, of which what waits need not tell. */
  void read(long now) {
    since = now;
  }
}
