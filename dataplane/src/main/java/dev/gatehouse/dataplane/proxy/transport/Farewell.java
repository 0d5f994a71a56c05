package dev.gatehouse.dataplane.proxy.transport;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Error;

/**
 * Ends a connection without losing a request (RFC 9113, section 6.8): tells the client to send
 * nothing more, takes what it sent before it knew, and closes when all of that is answered.
 */
final class Farewell {
  /** What the ping holds by which it is told that the client has heard. */
  private static final long PING = 0x6761_7465_686f_7573L;

  private final Http2Streams streams;
  private boolean begun;
  private boolean said;

  Farewell(Http2Streams streams) {
    this.streams = streams;
  }

  void begin() {
    if (begun || streams.hasFailed()) {
      return;
    }
    begun = true;
    ChannelHandlerContext context = streams.context();
    goAway(context, Integer.MAX_VALUE);
    var _ = streams.encoder().writePing(context, false, PING, context.newPromise());
    streams.flushSoon();
  }

  /** The client has answered a ping, and so read all that was sent before it. */
  void answeredPing(long data) {
    if (begun && data == PING) {
      end();
    }
  }

  /** From now on nothing new is taken, whatever the client has heard. */
  void end() {
    if (said || streams.hasFailed()) {
      return;
    }
    begun = true;
    said = true;
    ChannelHandlerContext context = streams.context();
    goAway(context, streams.connection().remote().lastStreamCreated());
    try {
      streams.close(context, context.newPromise());
    } catch (Exception e) {
      streams.onError(context, true, e);
    }
  }

  private void goAway(ChannelHandlerContext context, int lastStream) {
    long code = Http2Error.NO_ERROR.code();
    var _ = streams.goAway(context, lastStream, code, Unpooled.EMPTY_BUFFER, context.newPromise());
  }

  /** Whether the client has been told to go, but may not have heard it yet. */
  boolean isUnheard() {
    return begun && !said && !streams.hasFailed();
  }

  /** Whether nothing new is taken any more. */
  boolean isSaid() {
    return said;
  }
}
