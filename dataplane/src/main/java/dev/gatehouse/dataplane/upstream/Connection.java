package dev.gatehouse.dataplane.upstream;

/** A connection to an endpoint, as its pool sees it. */
public interface Connection {
  /**
   * Whether a request could be sent now: open as far as we know, nothing unasked-for received.
   *
   * @param surely whether the operating system is asked too: it may know of an end that the event
   *     loop has not come to yet
   */
  boolean usable(boolean surely);

  /** Ends it, whatever runs on it. */
  void close();
}
