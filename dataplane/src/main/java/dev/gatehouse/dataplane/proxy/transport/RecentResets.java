package dev.gatehouse.dataplane.proxy.transport;

/**
 * The streams that were reset from our side. A peer that doesn't know yet sends on, which is no
 * fault of its own (RFC 9113, section 5.1). Of many at once only the last are told from others:
 * whatever isn't above the rest may be one of them.
 */
final class RecentResets {
  private final int capacity;
  private int[] streams = {};
  private int next;
  private int highestForgotten;

  /** So many are told from others. */
  RecentResets(int capacity) {
    this.capacity = capacity;
  }

  void add(int stream) {
    if (streams.length == 0) {
      streams = new int[capacity]; // Most connections never need it.
    }
    highestForgotten = Math.max(highestForgotten, streams[next]);
    streams[next] = stream;
    next = (next + 1) % capacity;
  }

  /** Whether it was reset, or may have been. */
  boolean has(int stream) {
    if (stream <= highestForgotten) {
      return true;
    }
    for (int reset : streams) {
      if (reset == stream) {
        return true;
      }
    }
    return false;
  }
}
