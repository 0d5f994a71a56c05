package dev.gatehouse.dataplane.proxy.transport;

import io.netty.buffer.ByteBuf;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.buffer.impl.BufferImpl;
import io.vertx.core.internal.buffer.BufferInternal;

/**
 * A chunk of a body in the memory that it was read into, which is another's again once it has been
 * passed on. So it isn't copied on its way from one socket to the other.
 */
final class ReadBytes extends BufferImpl {
  /**
   * What is copied nevertheless, in bytes, lest it hold the 64 KiB that it may have been read with:
   * eight that are larger are more than may wait on a connection.
   */
  static final int SMALL = 8192;

  private final ByteBuf bytes;

  private ReadBytes(ByteBuf bytes) {
    super(bytes);
    this.bytes = bytes;
  }

  /** The chunk of what can be read of some bytes, as long as who gives it holds them. */
  static Buffer of(ByteBuf bytes) {
    return new ReadBytes(bytes.readerIndex() == 0 ? bytes : bytes.slice());
  }

  /** Bytes of a chunk that stay as they are until they are released. */
  static ByteBuf keep(Buffer chunk) {
    return ((BufferInternal) chunk).getByteBuf();
  }

  /** Adds a copy of a chunk. */
  static void append(Buffer chunk, ByteBuf to) {
    if (chunk instanceof ReadBytes read) {
      to.writeBytes(read.bytes, 0, read.length());
    } else {
      to.writeBytes(keep(chunk));
    }
  }

  @Override
  public ByteBuf getByteBuf() {
    int size = length();
    return size > SMALL
        ? bytes.retainedSlice()
        : bytes.alloc().directBuffer(size).writeBytes(bytes, 0, size);
  }

  @Override
  public BufferImpl slice(int start, int end) {
    return new ReadBytes(bytes.slice(start, end - start));
  }
}
