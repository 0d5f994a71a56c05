package dev.gatehouse.dataplane.proxy.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.http2.Http2CodecUtil;
import java.util.List;

/**
 * Tells by its first bytes whether a connection speaks HTTP/2 (RFC 9113, section 3.4), and is in
 * nobody's way from then on. What begins like the preface but goes on otherwise is left to
 * HTTP/1.1, which refuses it.
 */
final class PrefaceDetector extends ByteToMessageDecoder {
  private final ByteBuf preface = Http2CodecUtil.connectionPrefaceBuf();
  private final Runnable found;

  /**
   * Makes one.
   *
   * @param found run before the preface, which isn't taken away, is passed on
   */
  PrefaceDetector(Runnable found) {
    this.found = found;
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf buffer, List<Object> out) {
    int comparable = Math.min(buffer.readableBytes(), preface.readableBytes());
    if (!ByteBufUtil.equals(buffer, buffer.readerIndex(), preface, 0, comparable)) {
      context.pipeline().remove(this);
    } else if (comparable == preface.readableBytes()) {
      found.run();
      context.pipeline().remove(this);
    }
  }
}
