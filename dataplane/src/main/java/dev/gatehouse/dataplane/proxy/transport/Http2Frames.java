package dev.gatehouse.dataplane.proxy.transport;

import dev.gatehouse.dataplane.exchange.Headers;
import dev.gatehouse.dataplane.exchange.LocalAnswer;
import dev.gatehouse.dataplane.exchange.Reason;
import dev.gatehouse.dataplane.proxy.ProxyHandler;
import dev.gatehouse.dataplane.proxy.ProxySettings;
import dev.gatehouse.dataplane.proxy.RawHead;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameAdapter;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;
import org.jspecify.annotations.Nullable;

/** Makes requests of a client's frames. */
final class Http2Frames extends Http2FrameAdapter {
  private final Http2Streams streams;
  private final ProxySettings settings;
  private final ProxyHandler requests;
  private final Http2Connection.PropertyKey key;

  Http2Frames(Http2Streams streams, ProxySettings settings, ProxyHandler requests) {
    this.streams = streams;
    this.settings = settings;
    this.requests = requests;
    this.key = streams.connection().newKey();
    letOneMoreOpen();
  }

  /** Null where none was made, since its head was refused. */
  @Nullable Http2Downstream requestOf(Http2Stream stream) {
    return stream.getProperty(key);
  }

  /**
   * Netty refuses a stream by not knowing of it, and what follows on it is an error of the
   * connection. So the bound is kept here.
   */
  private void letOneMoreOpen() {
    streams.connection().remote().maxActiveStreams(settings.streams() + 1);
  }

  @Override
  public void onSettingsRead(ChannelHandlerContext context, Http2Settings settings)
      throws Http2Exception {
    streams.keepFieldTableSmall(settings);
  }

  @Override
  public void onSettingsAckRead(ChannelHandlerContext context) {
    letOneMoreOpen();
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
    Http2Stream stream = streams.connection().stream(id);
    Http2Downstream known = requestOf(stream);
    if (known != null) {
      known.body().complete(Http2Head.fields(id, headers));
    } else if (streams.running() > settings.streams()) {
      throw Http2Exception.streamError(id, Http2Error.REFUSED_STREAM, "too many streams");
    } else {
      begin(stream, Http2Head.of(id, headers), last);
    }
  }

  private void begin(Http2Stream stream, RawHead head, boolean last) {
    var request = new Http2Downstream(streams, stream, head, !last);
    stream.setProperty(key, request);
    if (last) {
      request.body().complete();
    }
    if (head.target().length() > settings.requestLineBytes()) {
      requests.refuse(
          request,
          new LocalAnswer(
              Reason.BAD_REQUEST, 414, new Headers(1), null, null, "The path is too long."));
    } else {
      requests.handle(request);
    }
  }

  @Override
  public int onDataRead(
      ChannelHandlerContext context, int id, ByteBuf data, int padding, boolean last) {
    Http2Downstream request = requestOf(streams.connection().stream(id));
    if (request == null) {
      return data.readableBytes() + padding;
    }
    int taken = request.body().data(data);
    if (last) {
      request.body().complete();
    }
    return taken + padding;
  }

  @Override
  public void onPingAckRead(ChannelHandlerContext context, long data) {
    streams.farewell().answeredPing(data);
  }
}
