package dev.gatehouse.dataplane.observe;

import io.vertx.core.buffer.Buffer;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * What is written to it, in pieces that are used again. A single array of a whole page has
 * megabytes, for each of which G1 begins a cycle with a long pause; and new pieces for each page
 * would be as much garbage.
 */
final class Pieces extends OutputStream {
  /** Bytes, of each piece but the last. */
  static final int SIZE = 64 << 10;

  private final Queue<Buffer> full = new ArrayDeque<>();
  private final Queue<Buffer> free = new ArrayDeque<>();
  private Buffer piece = Buffer.buffer(new byte[SIZE]);
  private int length;
  private @Nullable Buffer out;

  @Override
  public void write(int octet) {
    piece.setByte(length++, (byte) octet);
    passOnIfFull();
  }

  @Override
  public void write(byte[] bytes, int from, int count) {
    int end = from + count;
    for (int at = from; at < end; ) {
      int fits = Math.min(end - at, SIZE - length);
      piece.setBytes(length, bytes, at, fits);
      length += fits;
      at += fits;
      passOnIfFull();
    }
  }

  /** What is left is the last piece. */
  @Override
  public void close() {
    if (length > 0) {
      full.add(piece.slice(0, length));
      length = 0;
    }
  }

  /**
   * The oldest that is full; null where there is none. It is whoever asks's until the next call.
   */
  @Nullable Buffer poll() {
    if (out != null && out.length() == SIZE) {
      free.add(out);
    }
    out = full.poll();
    return out;
  }

  private void passOnIfFull() {
    if (length == SIZE) {
      full.add(piece);
      Buffer used = free.poll();
      piece = used == null ? Buffer.buffer(new byte[SIZE]) : used;
      length = 0;
    }
  }
}
