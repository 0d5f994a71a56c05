package dev.gatehouse.dataplane.proxy.transport;

import dev.gatehouse.dataplane.exchange.Reason;
import dev.gatehouse.dataplane.proxy.ProxyHandler;
import dev.gatehouse.dataplane.proxy.ProxySettings;
import dev.gatehouse.dataplane.proxy.Reception;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.GenericFutureListener;
import org.jspecify.annotations.Nullable;

/**
 * The streams of a client's connection (RFC 9113): what is sent on them, how they end, and how the
 * connection does. What the client sends comes by {@link Http2Frames}.
 */
final class Http2Streams extends Http2Handler {
  /**
   * What all bodies together may hold that come faster than they are taken; a stream's share is the
   * protocol's 64 KiB, so that it takes many to hold up the others.
   */
  private static final int CONNECTION_WINDOW = 1 << 20;

  private final Reception.Peer peer;
  private final ProxyHandler requests;
  private final Http2Frames frames;
  private final Farewell farewell = new Farewell(this);
  private boolean progressed;
  private boolean unread;
  private boolean failed;
  private final GenericFutureListener<Future<Void>> left = part -> progressed |= part.isSuccess();

  Http2Streams(
      Http2ConnectionDecoder decoder,
      Http2ConnectionEncoder encoder,
      Http2Settings initial,
      ProxySettings settings,
      Reception.Peer peer,
      ProxyHandler requests) {
    super(decoder, encoder, initial, CONNECTION_WINDOW, 2 * settings.streams());
    this.peer = peer;
    this.requests = requests;
    this.frames = new Http2Frames(this, settings, requests);
    decoder.frameListener(frames);
    connection()
        .addListener(
            new Http2ConnectionAdapter() {
              @Override
              public void onStreamClosed(Http2Stream stream) {
                Http2Downstream request = frames.requestOf(stream);
                if (request != null) {
                  request.closed();
                }
              }
            });
  }

  /** Whose connection it is. */
  Reception.Peer peer() {
    return peer;
  }

  /** Whether the client reads as fast as it is written to. */
  boolean keepsUp() {
    return context().channel().isWritable();
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
    Http2Exception.StreamException told = error;
    if (!outbound && stream == null) {
      if (error.error() == Http2Error.STREAM_CLOSED) {
        lostCount(ctx, error);
        return;
      }
      stream = refuse(id, error);
    } else if (!outbound) {
      told = broken(ctx, stream, error);
    }
    super.onStreamError(ctx, outbound, cause, told);
    if (stream != null) {
      forget(stream);
    }
  }

  /** Whoever opens a stream twice, or out of turn, has lost count of them (section 5.1). */
  private void lostCount(ChannelHandlerContext ctx, Http2Exception error) {
    var lost = new Http2Exception(Http2Error.STREAM_CLOSED, error.getMessage());
    onConnectionError(ctx, false, lost, lost);
  }

  /** A head of which no request could be made. */
  private @Nullable Http2Stream refuse(int id, Http2Exception.StreamException error) {
    // The only one that Netty answers, as soon as there is a stream.
    boolean answered = error instanceof Http2Exception.HeaderListSizeException;
    refused(
        error.error(), answered ? HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE.code() : 0);
    if (connection().streamMayHaveExisted(id)) {
      return null;
    }
    try {
      // Unless there is one, what follows on it would be an error of the whole connection.
      return connection().remote().createStream(id, false);
    } catch (Http2Exception _) {
      return null;
    }
  }

  /** Tells the request, which may still be answered, before its stream is reset. */
  private Http2Exception.StreamException broken(
      ChannelHandlerContext ctx, Http2Stream stream, Http2Exception.StreamException error) {
    Http2Downstream request = frames.requestOf(stream);
    if (request == null) {
      refused(error.error(), 0);
    } else if (request.body().isComplete() && error.error() == Http2Error.PROTOCOL_ERROR) {
      return (Http2Exception.StreamException)
          Http2Exception.streamError(
              stream.id(), Http2Error.STREAM_CLOSED, "more than the whole request");
    } else if (!request.body().isComplete()) {
      request.malformed();
      flush(ctx);
    }
    return error;
  }

  @Override
  protected void onConnectionError(
      ChannelHandlerContext ctx,
      boolean outbound,
      Throwable cause,
      @Nullable Http2Exception error) {
    if (!failed && error != null) {
      refused(error.error(), 0);
    }
    failed = true;
    super.onConnectionError(ctx, outbound, cause, error);
  }

  private void refused(Http2Error error, int status) {
    boolean tooMuch = error == Http2Error.ENHANCE_YOUR_CALM || error == Http2Error.REFUSED_STREAM;
    Reason reason = tooMuch ? Reason.OVERLOADED : Reason.BAD_REQUEST;
    requests.refused(peer.address(), reason, status, "HTTP/2: " + error);
  }

  /** A head takes too long; the others can't go on, since none can come before its end. */
  void endSlowHead() {
    requests.refused(peer.address(), Reason.CLIENT_TIMEOUT, 0, "a head that was not sent in time");
    failed = true;
    onError(
        context(),
        true,
        Http2Exception.connectionError(Http2Error.ENHANCE_YOUR_CALM, "a head was too slow"));
  }

  /** How the connection ends, if nothing goes wrong. */
  Farewell farewell() {
    return farewell;
  }

  /** Whether what the client did ends the connection, whatever runs on it. */
  boolean hasFailed() {
    return failed;
  }

  /** What is to hear of each part of an answer whether it has left. */
  GenericFutureListener<Future<Void>> left() {
    return left;
  }

  /** Whether a part of an answer has left since this was last asked. */
  boolean progressed() {
    boolean did = progressed;
    progressed = false;
    return did;
  }

  /** The client reads none of them for too long: what is lost of answers from now on is by that. */
  void unread() {
    unread = true;
  }

  boolean areUnread() {
    return unread;
  }

  /** Resets those of which the client leaves the end unread for longer than the bound. */
  void checkProgress(long now, long boundNanos) {
    for (Http2Stream stream : streams()) {
      Http2Downstream request = frames.requestOf(stream);
      if (request != null) {
        request.checkProgress(now, boundNanos);
      }
    }
  }
}
