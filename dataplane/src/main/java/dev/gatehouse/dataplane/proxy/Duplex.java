package dev.gatehouse.dataplane.proxy;

/**
 * A connection whose bytes are another protocol's from now on. It closes by itself once both of its
 * directions have come to their end.
 */
public interface Duplex {
  /** What the other end sends; its end is that of this direction alone. */
  BodySource in();

  /** What the other end is sent; ending it leaves the other direction open. */
  BodySink out();

  /**
   * Sets what runs when the connection has ended before both of its directions had: also where the
   * end of what comes in had been seen, which tells of nothing more.
   */
  void onGone(Runnable then);

  /** Ends it once what was written has gone out; the other end may not have seen all of it. */
  void close();

  /** Ends it by a reset. */
  void abort();
}
