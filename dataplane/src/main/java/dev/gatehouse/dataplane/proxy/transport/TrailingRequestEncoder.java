package dev.gatehouse.dataplane.proxy.transport;

import dev.gatehouse.dataplane.exchange.Headers;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpRequestEncoder;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/** Writes the fields after a request's last chunk, for which Vert.x's client has no words. */
final class TrailingRequestEncoder extends HttpRequestEncoder {
  private @Nullable Headers trailers;

  /** Sets those of the request that is being written, whose end is next. */
  void trailers(Headers fields) {
    trailers = fields;
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise)
      throws Exception {
    Headers fields = trailers;
    if (fields == null || !(message instanceof LastHttpContent last)) {
      super.write(context, message, promise);
      return;
    }
    trailers = null;
    var end = new DefaultLastHttpContent(last.content().retain());
    fields.forEach(end.trailingHeaders()::add);
    ReferenceCountUtil.release(message);
    super.write(context, end, promise);
  }
}
