package dev.gatehouse.dataplane.proxy.transport;

import io.netty.util.ByteProcessor;

/**
 * Looks at a request's head byte by byte for what Netty mends in silence, so that nobody after us
 * can tell: folded lines, carriage returns and line feeds without each other, and a request line
 * whose parts aren't set apart by exactly one space (RFC 9112, sections 2.2, 3 and 5.2).
 */
final class HeadScan implements ByteProcessor {
  private boolean bad;
  private boolean begun;
  private boolean inRequestLine;
  private int spaces;
  private byte previous;

  /** Before the first byte of a head. */
  void reset() {
    bad = false;
    begun = false;
    inRequestLine = true;
    spaces = 0;
    previous = 0;
  }

  HeadScan() {
    reset();
  }

  boolean isBad() {
    return bad;
  }

  @Override
  public boolean process(byte value) {
    bad |= (previous == '\r') != (value == '\n');
    begun |= value != '\r' && value != '\n'; // Empty lines before a request are no part of it.
    if (begun && inRequestLine) {
      processRequestLine(value);
    } else if (begun && previous == '\n' && (value == ' ' || value == '\t')) {
      bad = true;
    }
    previous = value;
    return true;
  }

  private void processRequestLine(byte value) {
    if (value == '\n') {
      inRequestLine = false;
      bad |= spaces != 2;
    } else if (value == ' ') {
      spaces++;
    } else if (value >= 0 && value < ' ' && value != '\r') {
      bad = true;
    }
  }
}
