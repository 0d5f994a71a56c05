package dev.gatehouse.dataplane.observe;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Iterator;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * A page that is made as it is sent: of a long one only a piece is in memory. For one thread at a
 * time.
 */
final class Page implements AutoCloseable {
  private static final int GZIP_BUFFER = 16 << 10;

  /**
   * Parts that are made without a pause, in some tenths of a millisecond: where an event loop has
   * to share its processor with this thread, that is what it waits at most.
   */
  private static final int BURST = 32;

  private final Iterator<Part> parts;
  private final Pieces pieces;
  private final OutputStream out;
  private boolean closed;
  private int written;

  private Page(Iterator<Part> parts, Pieces pieces, OutputStream out) {
    this.parts = parts;
    this.pieces = pieces;
    this.out = out;
  }

  static Page of(Iterator<Part> parts) {
    var pieces = new Pieces();
    return new Page(parts, pieces, pieces);
  }

  static Page compressed(Iterator<Part> parts) throws IOException {
    var pieces = new Pieces();
    return new Page(parts, pieces, new FastGzip(pieces));
  }

  /** Makes the next piece, for which the one before may be overwritten; null after the last. */
  @Nullable Buffer next() throws IOException {
    Buffer piece = pieces.poll();
    while (piece == null && !closed) {
      if (parts.hasNext()) {
        parts.next().write(out);
        if (++written % BURST == 0) {
          LockSupport.parkNanos(1);
        }
      } else {
        close();
      }
      piece = pieces.poll();
    }
    return piece;
  }

  /** Gives back the compressor's memory; nothing more is made. */
  @Override
  public void close() throws IOException {
    closed = true;
    out.close();
  }

  /**
   * Metrics repeat themselves so much that more effort saves little of the bytes, for twice the
   * time.
   */
  private static final class FastGzip extends GZIPOutputStream {
    FastGzip(OutputStream out) throws IOException {
      super(out, GZIP_BUFFER);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }
}
