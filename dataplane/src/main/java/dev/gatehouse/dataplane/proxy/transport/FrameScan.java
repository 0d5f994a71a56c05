package dev.gatehouse.dataplane.proxy.transport;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2Flags;
import io.netty.handler.codec.http2.Http2FrameTypes;

/**
 * Follows the frames of a peer by their headers (RFC 9113, section 4.1), to know since when a
 * request's head is coming in, since Netty tells of it only once it is whole; and how many frames
 * come that bring nothing.
 */
final class FrameScan {
  private int toSkip;
  private int headerBytes;
  private int length;
  private byte type;
  private boolean block;
  private long since;
  private long control;

  private FrameScan(int toSkip) {
    this.toSkip = toSkip;
  }

  /** Of what a client sends, from the preface on. */
  static FrameScan ofClient() {
    return new FrameScan(Http2CodecUtil.connectionPrefaceBuf().readableBytes());
  }

  /** Of what a backend sends. */
  static FrameScan ofBackend() {
    return new FrameScan(0);
  }

  /** Takes note of what has come; the buffer is left as it is. */
  void read(ByteBuf bytes, long now) {
    int at = bytes.readerIndex();
    while (at < bytes.writerIndex()) {
      int skipped = Math.min(toSkip, bytes.writerIndex() - at);
      toSkip -= skipped;
      at += skipped;
      if (at < bytes.writerIndex()) {
        header(bytes.getByte(at++), now);
      }
    }
  }

  private void header(byte next, long now) {
    if (headerBytes == 0 && !block) {
      since = now;
    }
    switch (headerBytes) {
      case 0, 1, 2 -> length = ((length << 8) | (next & 0xff)) & 0xffffff;
      case 3 -> type(next);
      case 4 -> block = isHead() && (next & Http2Flags.END_HEADERS) == 0;
      default -> {} // The stream's number.
    }
    headerBytes = (headerBytes + 1) % Http2CodecUtil.FRAME_HEADER_LENGTH;
    if (headerBytes == 0) {
      toSkip = length;
    }
  }

  private void type(byte next) {
    type = next;
    if (!isHead() && next != Http2FrameTypes.DATA) {
      control++;
    }
  }

  private boolean isHead() {
    return type == Http2FrameTypes.HEADERS || type == Http2FrameTypes.CONTINUATION;
  }

  /** Whether a head, or what may become one, has begun and isn't whole. */
  boolean inHead() {
    return block || headerBytes > 0 || (toSkip > 0 && isHead());
  }

  /** Frames so far that belong to neither a head nor a body. */
  long control() {
    return control;
  }

  /** When the head that is coming in has begun. */
  long since() {
    return since;
  }
}
