package dev.gatehouse.dataplane.observe;

import io.vertx.core.buffer.Buffer;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * What is written to it, in pieces. A single array of a whole page has megabytes, for each of which
 * G1 begins a cycle with a long pause.
 */
final class Page extends OutputStream {
  /** Bytes, of each piece but the last. */
  static final int PIECE = 128 << 10;

  private final List<Buffer> full = new ArrayList<>();
  private byte[] piece = new byte[PIECE];
  private int used;

  @Override
  public void write(int octet) {
    piece[used++] = (byte) octet;
    closeIfFull();
  }

  @Override
  public void write(byte[] bytes, int from, int count) {
    int end = from + count;
    for (int at = from; at < end; ) {
      int fits = Math.min(end - at, PIECE - used);
      System.arraycopy(bytes, at, piece, used, fits);
      used += fits;
      at += fits;
      closeIfFull();
    }
  }

  /** In bytes. */
  int length() {
    return full.size() * PIECE + used;
  }

  List<Buffer> pieces() {
    var pieces = new ArrayList<>(full);
    if (used > 0) {
      pieces.add(Buffer.buffer(piece).slice(0, used));
    }
    return pieces;
  }

  private void closeIfFull() {
    if (used == PIECE) {
      full.add(Buffer.buffer(piece));
      piece = new byte[PIECE];
      used = 0;
    }
  }
}
