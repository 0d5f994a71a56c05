package dev.gatehouse.dataplane.proxy.transport;

/**
 * The streams that were last reset from our side. A client that doesn't know yet sends on, which is
 * no fault of its own (RFC 9113, section 5.1).
 */
final class RecentResets {
  private final int capacity;
  private int[] streams = {};
  private int next;

  /** So many are remembered. */
  RecentResets(int capacity) {
    this.capacity = capacity;
  }

  void add(int stream) {
    if (streams.length == 0) {
      streams = new int[capacity]; // Most connections never need it.
    }
    streams[next] = stream;
    next = (next + 1) % capacity;
  }

  boolean has(int stream) {
    for (int reset : streams) {
      if (reset == stream) {
        return true;
      }
    }
    return false;
  }
}
