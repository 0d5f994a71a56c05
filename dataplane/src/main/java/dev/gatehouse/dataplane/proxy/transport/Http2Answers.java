package dev.gatehouse.dataplane.proxy.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameAdapter;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;

/** Makes answers of a backend's frames. */
final class Http2Answers extends Http2FrameAdapter {
  private final Http2Calls calls;

  Http2Answers(Http2Calls calls) {
    this.calls = calls;
  }

  /** Only we open streams, and each of them for an exchange. */
  private Http2Exchange exchange(int id) throws Http2Exception {
    Http2Exchange exchange = calls.exchangeOf(calls.connection().stream(id));
    if (exchange == null) {
      throw Http2Exception.connectionError(
          Http2Error.PROTOCOL_ERROR, "a stream that nobody asked for");
    }
    return exchange;
  }

  @Override
  public void onSettingsRead(ChannelHandlerContext context, Http2Settings settings)
      throws Http2Exception {
    calls.keepFieldTableSmall(settings);
    calls.settled();
  }

  @Override
  public void onHeadersRead(
      ChannelHandlerContext context,
      int id,
      Http2Headers headers,
      int dependency,
      short weight,
      boolean exclusive,
      int padding,
      boolean last)
      throws Http2Exception {
    exchange(id).head(headers, last);
  }

  @Override
  public void onHeadersRead(
      ChannelHandlerContext context, int id, Http2Headers headers, int padding, boolean last)
      throws Http2Exception {
    exchange(id).head(headers, last);
  }

  @Override
  public int onDataRead(
      ChannelHandlerContext context, int id, ByteBuf data, int padding, boolean last)
      throws Http2Exception {
    return exchange(id).data(data, last) + padding;
  }

  @Override
  public void onRstStreamRead(ChannelHandlerContext context, int id, long code)
      throws Http2Exception {
    exchange(id).reset(code);
  }

  @Override
  public void onWindowUpdateRead(ChannelHandlerContext context, int id, int bytes) {
    if (id == Http2CodecUtil.CONNECTION_STREAM_ID) {
      calls.windowOpened();
    }
  }

  @Override
  public void onPushPromiseRead(
      ChannelHandlerContext context, int id, int promised, Http2Headers headers, int padding)
      throws Http2Exception {
    throw Http2Exception.connectionError(Http2Error.PROTOCOL_ERROR, "a push that was forbidden");
  }
}
