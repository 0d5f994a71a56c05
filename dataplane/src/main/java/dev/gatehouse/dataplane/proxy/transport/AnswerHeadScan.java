package dev.gatehouse.dataplane.proxy.transport;

import io.netty.util.ByteProcessor;

/**
 * Looks at an answer's head byte by byte for what Netty mends in silence: what stands before the
 * status line, folded lines, and names with a space inside, of which it keeps the first word (RFC
 * 9112, sections 5.1 and 5.2).
 */
final class AnswerHeadScan implements ByteProcessor {
  private enum At {
    BEGIN,
    STATUS_LINE,
    LINE_START,
    NAME,
    AFTER_NAME,
    VALUE
  }

  private At at = At.BEGIN;
  private boolean bad;

  /** Before the first byte of a head. */
  void reset() {
    at = At.BEGIN;
    bad = false;
  }

  boolean isBad() {
    return bad;
  }

  @Override
  public boolean process(byte value) {
    switch (at) {
      case BEGIN -> {
        bad |= value != 'H';
        at = At.STATUS_LINE;
      }
      case STATUS_LINE, VALUE -> {
        if (value == '\n') {
          at = At.LINE_START;
        }
      }
      case LINE_START -> {
        bad |= isBlank(value) || value == ':';
        at = At.NAME;
      }
      case NAME -> processName(value);
      case AFTER_NAME -> {
        bad |= value != ':' && !isBlank(value);
        processName(value);
      }
    }
    return true;
  }

  private void processName(byte value) {
    if (value == ':') {
      at = At.VALUE;
    } else if (value == '\n') {
      at = At.LINE_START;
    } else if (isBlank(value)) {
      at = At.AFTER_NAME;
    }
  }

  private static boolean isBlank(byte value) {
    return value == ' ' || value == '\t';
  }
}
