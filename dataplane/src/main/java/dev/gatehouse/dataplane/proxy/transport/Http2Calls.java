package dev.gatehouse.dataplane.proxy.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.util.concurrent.Future;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The streams of a connection to a backend (RFC 9113): what is sent on them, and how they and the
 * connection end. What the backend sends comes by {@link Http2Answers}.
 */
final class Http2Calls extends Http2Handler {
  /**
   * A stream's share is the protocol's 64 KiB, and clients that don't read must not hold up those
   * that do; so the connection's is out of the way.
   */
  private static final int CONNECTION_WINDOW = 1 << 30;

  private static final int REMEMBERED = 256;

  /** Beyond this nothing is begun: there are no more numbers (section 5.1.1). */
  private static final int LAST_STREAM = Integer.MAX_VALUE - 2;

  /** Told how the connection does. */
  interface Listener {
    /** The backend's settings have come, the first or others. */
    void allowed();

    /** The backend takes no new streams; those that it took may end. */
    void goneAway();

    /** A stream has ended. */
    void ended();

    /** The backend broke the protocol, and the connection ends. */
    void broken();
  }

  private final Listener listener;
  private final Http2Connection.PropertyKey key;
  private @Nullable String fault;
  private long sent;
  private int looksWithoutWindow;

  Http2Calls(
      Http2ConnectionDecoder decoder,
      Http2ConnectionEncoder encoder,
      Http2Settings initial,
      Listener listener) {
    super(decoder, encoder, initial, CONNECTION_WINDOW, REMEMBERED);
    this.listener = listener;
    this.key = connection().newKey();
    decoder.frameListener(new Http2Answers(this));
    connection().addListener(new Endings());
  }

  /** Null where there is none. */
  @Nullable Http2Exchange exchangeOf(@Nullable Http2Stream stream) {
    return stream == null ? null : stream.getProperty(key);
  }

  /** Whether one more stream may be opened now. */
  boolean hasRoom() {
    return takesMore() && connection().local().canOpenStream();
  }

  /** Whether one may be opened now or later. */
  boolean takesMore() {
    return fault == null
        && !connection().goAwayReceived()
        && connection().local().lastStreamCreated() < LAST_STREAM;
  }

  /** Null if none can be. */
  @Nullable Http2Stream open(Http2Exchange exchange) {
    if (!hasRoom()) {
      return null;
    }
    try {
      int id = connection().local().incrementAndGetNextStreamId();
      Http2Stream stream = connection().local().createStream(id, false);
      stream.setProperty(key, exchange);
      return stream;
    } catch (Http2Exception _) {
      return null;
    }
  }

  @Override
  Future<Void> send(Http2Stream stream, Http2Headers headers, boolean last) {
    sent++;
    return super.send(stream, headers, last);
  }

  @Override
  Future<Void> send(Http2Stream stream, Buffer data, boolean last) {
    sent++;
    return super.send(stream, data, last);
  }

  /** Messages so far, in parts, that the backend may have had to answer with frames of its own. */
  long sent() {
    return sent;
  }

  /** The backend takes more of bodies, whosever. */
  void windowOpened() {
    looksWithoutWindow = 0;
  }

  /**
   * Looks whether the backend has taken nothing of any body since the last look: one request that
   * it leaves unread may use up what it allows all of them together.
   */
  boolean isHeldUp() {
    boolean closed = encoder().flowController().windowSize(connection().connectionStream()) <= 0;
    looksWithoutWindow = closed ? looksWithoutWindow + 1 : 0;
    return looksWithoutWindow > 1;
  }

  /** What the backend did to end the connection; null if it did nothing. */
  @Nullable String fault() {
    return fault;
  }

  void settled() {
    listener.allowed();
  }

  @Override
  protected void onStreamError(
      ChannelHandlerContext ctx,
      boolean outbound,
      Throwable cause,
      Http2Exception.StreamException error) {
    int id = error.streamId();
    Http2Stream stream = connection().stream(id);
    if (isLate(id, stream, outbound)) {
      return;
    }
    if (stream == null) {
      var lost = new Http2Exception(Http2Error.STREAM_CLOSED, error.getMessage());
      onConnectionError(ctx, false, lost, lost);
      return;
    }
    Http2Exchange exchange = exchangeOf(stream);
    if (exchange != null) {
      exchange.malformed(
          outbound ? "the backend takes no head like the request's" : text(error.getMessage()));
    }
    super.onStreamError(ctx, outbound, cause, error);
    if (connection().stream(id) != null) {
      forget(stream);
    }
  }

  private static String text(@Nullable String message) {
    return "the answer's HTTP/2 is malformed" + (message == null ? "" : ": " + printable(message));
  }

  /** It may repeat what the backend sent. */
  private static String printable(String message) {
    return message.codePoints().limit(200).allMatch(c -> c >= ' ' && c < 0x7f)
        ? message.substring(0, Math.min(200, message.length()))
        : "not printable";
  }

  @Override
  protected void onConnectionError(
      ChannelHandlerContext ctx,
      boolean outbound,
      Throwable cause,
      @Nullable Http2Exception error) {
    if (fault == null) {
      fault = text(error == null ? null : error.getMessage());
    }
    super.onConnectionError(ctx, outbound, cause, error);
    listener.broken();
  }

  /** What isn't the protocol's is the connection's end, of which all streams are told. */
  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) throws Exception {
    if (cause instanceof IOException) {
      Backlog.drop(ctx.channel());
    } else {
      super.exceptionCaught(ctx, cause);
    }
  }

  /** Ends the connection, since the backend makes too much of it. */
  void end(String why) {
    if (fault == null) {
      onError(
          context(),
          false,
          Http2Exception.connectionError(Http2Error.ENHANCE_YOUR_CALM, "%s", why));
      flush();
    }
  }

  /** How streams end, and that no others begin. */
  private final class Endings extends Http2ConnectionAdapter {
    @Override
    public void onGoAwayReceived(int lastStream, long code, ByteBuf debugData) {
      listener.goneAway();
    }

    @Override
    public void onStreamClosed(Http2Stream stream) {
      Http2Exchange exchange = exchangeOf(stream);
      if (exchange != null) {
        exchange.closed(
            connection().goAwayReceived()
                && stream.id() > connection().local().lastStreamKnownByPeer());
        listener.ended();
      }
    }
  }
}
