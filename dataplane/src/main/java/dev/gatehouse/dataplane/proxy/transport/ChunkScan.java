package dev.gatehouse.dataplane.proxy.transport;

import io.netty.buffer.ByteBuf;

/**
 * Looks at what frames a chunked body for what Netty mends in silence: sizes of more than 16 digits
 * or with a blank after them, extensions without a name, and folded trailers (RFC 9112, sections
 * 5.2, 7.1 and 7.1.2). What Netty refuses by itself isn't looked for again. The data is skipped.
 */
final class ChunkScan {
  private static final int MAX_DIGITS = 16;
  private static final int LINE_END = 2;

  private enum At {
    SIZE,
    EXTENSION_START,
    EXTENSION,
    TRAILER_START,
    TRAILER
  }

  private At at = At.SIZE;
  private boolean bad;
  private int digits;
  private long size;

  /** Of a chunk and its line end, what is still to come. */
  private long unread;

  /** Before the first byte of a body. */
  void reset() {
    at = At.SIZE;
    bad = false;
    digits = 0;
    size = 0;
    unread = 0;
  }

  boolean isBad() {
    return bad;
  }

  /** Takes the next bytes of the body, those from one index of the buffer up to another. */
  void scan(ByteBuf buffer, int from, int to) {
    int index = from;
    while (index < to && !bad) {
      if (unread > 0) {
        int skipped = (int) Math.min(unread, to - index);
        unread -= skipped;
        index += skipped;
      } else {
        process(buffer.getByte(index++));
      }
    }
  }

  private void process(byte value) {
    switch (at) {
      case SIZE -> processSize(value);
      case EXTENSION_START -> {
        bad = value == '\r' || value == ';' || value == '=' || value == '"';
        at = At.EXTENSION;
      }
      case EXTENSION -> {
        if (value == '\n') {
          sizeEnded();
        }
      }
      case TRAILER_START -> {
        bad = value == ' ' || value == '\t';
        at = At.TRAILER;
      }
      case TRAILER -> {
        if (value == '\n') {
          at = At.TRAILER_START;
        }
      }
    }
  }

  private void processSize(byte value) {
    int digit = Character.digit(value, 16);
    if (digit >= 0) {
      size = size * 16 + digit;
      bad = ++digits > MAX_DIGITS;
    } else if (value == '\n') {
      sizeEnded();
    } else if (value == ';') {
      at = At.EXTENSION_START;
    } else {
      bad = value != '\r';
    }
  }

  private void sizeEnded() {
    at = size == 0 ? At.TRAILER_START : At.SIZE;
    unread = size == 0 ? 0 : size + LINE_END;
    digits = 0;
    size = 0;
  }
}
