package dev.gatehouse.dataplane.proxy;

import io.vertx.core.buffer.Buffer;

/** Knows where one frame of WebSocket ends and the next begins (RFC 6455, section 5.2). */
final class FrameBoundaries {
  private static final int MASK_BYTES = 4;

  private static final int OPCODE = 0x0f;
  private static final int CLOSE = 8;

  private enum At {
    BETWEEN,
    LENGTH,
    EXTENDED_LENGTH,
    MASK,
    PAYLOAD
  }

  private At at = At.BETWEEN;

  /** Of the part that it is at, in bytes. */
  private int extended;

  private int mask;
  private long payload;
  private boolean closes;

  /** Whether all that was read are whole frames. */
  boolean between() {
    return at == At.BETWEEN;
  }

  /** Whether a Close has begun, after which nothing may come (RFC 6455, section 5.5.1). */
  boolean closes() {
    return closes;
  }

  /** Reads all of it. */
  void read(Buffer chunk) {
    int from = 0;
    while (from < chunk.length()) {
      from = step(chunk, from);
    }
  }

  /** Reads up to the end of the frame that has begun; returns where that is, if it is in there. */
  int readFrame(Buffer chunk) {
    int from = 0;
    while (from < chunk.length() && at != At.BETWEEN) {
      from = step(chunk, from);
    }
    return from;
  }

  private int step(Buffer chunk, int from) {
    if (at == At.PAYLOAD) {
      int skipped = (int) Math.min(payload, chunk.length() - from);
      payload -= skipped;
      at = next();
      return from + skipped;
    }
    header(chunk.getByte(from));
    return from + 1;
  }

  private void header(byte value) {
    switch (at) {
      case BETWEEN -> {
        closes |= (value & OPCODE) == CLOSE;
        at = At.LENGTH;
      }
      case LENGTH -> {
        int length = value & 0x7f;
        extended = length == 126 ? 2 : length == 127 ? 8 : 0;
        payload = extended > 0 ? 0 : length;
        mask = value < 0 ? MASK_BYTES : 0;
        at = next();
      }
      case EXTENDED_LENGTH -> {
        extended--;
        payload = payload << 8 | (value & 0xff);
        at = next();
      }
      case MASK -> {
        mask--;
        at = next();
      }
      case PAYLOAD -> throw new IllegalStateException("no part of a header");
    }
  }

  private At next() {
    if (extended > 0) {
      return At.EXTENDED_LENGTH;
    }
    if (mask > 0) {
      return At.MASK;
    }
    // A length whose highest bit is set is none: whatever follows, no frame will end.
    payload = payload < 0 ? Long.MAX_VALUE : payload;
    return payload > 0 ? At.PAYLOAD : At.BETWEEN;
  }
}
