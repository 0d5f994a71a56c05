package dev.gatehouse.dataplane.proxy.transport;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersEncoder;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.util.concurrent.Future;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** The streams of one connection (RFC 9113), whichever side we are: what is sent on them. */
abstract class Http2Handler extends Http2ConnectionHandler {
  /** Of the table of fields, between two heads; what has use for it changes it once. */
  private static final int TABLE_CHANGES = 16;

  private final int window;
  private final RecentResets resets;
  private @Nullable ChannelHandlerContext context;
  private boolean flushing;
  private int tableChanges;

  /**
   * Makes one.
   *
   * @param window what all bodies together may hold that come faster than they are taken
   * @param remembered how many streams that we have reset are remembered
   */
  Http2Handler(
      Http2ConnectionDecoder decoder,
      Http2ConnectionEncoder encoder,
      Http2Settings initial,
      int window,
      int remembered) {
    super(decoder, encoder, initial);
    this.window = window;
    this.resets = new RecentResets(remembered);
  }

  @Override
  public void handlerAdded(ChannelHandlerContext added) throws Exception {
    context = added;
    super.handlerAdded(added);
    if (added.channel().isActive()) {
      openWindow();
    }
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) throws Exception {
    super.channelActive(ctx);
    openWindow();
  }

  /** That a connection breaks is told of by its end, and no fault of anybody here. */
  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) throws Exception {
    if (cause instanceof IOException) {
      var _ = ctx.close();
    } else {
      super.exceptionCaught(ctx, cause);
    }
  }

  /** After the preface, which is sent first of all. */
  private void openWindow() throws Http2Exception {
    decoder()
        .flowController()
        .incrementWindowSize(
            connection().connectionStream(), window - Http2CodecUtil.DEFAULT_WINDOW_SIZE);
    flush();
  }

  ChannelHandlerContext context() {
    if (context == null) {
      throw new IllegalStateException("not in a pipeline");
    }
    return context;
  }

  Executor loop() {
    return context().executor();
  }

  /** How many are open. */
  int running() {
    return connection().numActiveStreams();
  }

  List<Http2Stream> streams() {
    List<Http2Stream> all = new ArrayList<>(running());
    try {
      connection().forEachActiveStream(all::add);
    } catch (Http2Exception e) {
      onError(context(), true, e);
    }
    return all;
  }

  Future<Void> send(Http2Stream stream, Http2Headers headers, boolean last) {
    tableChanges = 0;
    flushSoon();
    return encoder().writeHeaders(context(), stream.id(), headers, 0, last, context().newPromise());
  }

  Future<Void> send(Http2Stream stream, Buffer data, boolean last) {
    flushSoon();
    return encoder()
        .writeData(context(), stream.id(), ReadBytes.keep(data), 0, last, context().newPromise());
  }

  /** Lets the peer send as many bytes more. */
  void taken(Http2Stream stream, int bytes) {
    try {
      if (decoder().flowController().consumeBytes(stream, bytes)) {
        flushSoon();
      }
    } catch (Http2Exception e) {
      onError(context(), true, e);
    }
  }

  void flush() {
    flush(context());
  }

  /** What is written in one go is sent in one. */
  void flushSoon() {
    if (!flushing) {
      flushing = true;
      context()
          .executor()
          .execute(
              () -> {
                flushing = false;
                flush(context());
              });
    }
  }

  /** Ends a stream from our side; what the peer has yet to send on it is ignored. */
  void reset(Http2Stream stream, Http2Error error) {
    var _ = resetStream(context(), stream.id(), error.code(), context().newPromise());
    forget(stream);
    flushSoon();
  }

  /** At once, since Netty might send data after the reset that it has yet to write. */
  final void forget(Http2Stream stream) {
    resets.add(stream.id());
    closeStream(stream, context().newSucceededFuture());
  }

  /**
   * Whether an error is of a stream that has ended, and so nobody's fault: the peer may not know
   * that we reset it, and what was yet to be sent on it fails.
   *
   * @param stream null if there is none of that number any more
   */
  final boolean isLate(int id, @Nullable Http2Stream stream, boolean outbound) {
    return stream == null ? resets.has(id) : outbound && stream.state() == Http2Stream.State.CLOSED;
  }

  /**
   * To be called when the peer's settings have come: it may allow us gigabytes for the fields that
   * we sent, and Netty would keep them all; and so it does each change, to tell of it in the next
   * head (RFC 7541, section 4.2).
   */
  final void keepFieldTableSmall(Http2Settings settings) throws Http2Exception {
    if (settings.headerTableSize() != null) {
      tableChanges++;
      if (tableChanges > TABLE_CHANGES) {
        throw Http2Exception.connectionError(
            Http2Error.ENHANCE_YOUR_CALM, "the table of fields is changed over and over");
      }
    }
    Http2HeadersEncoder.Configuration fields = encoder().configuration().headersConfiguration();
    fields.maxHeaderTableSize(
        Math.min(fields.maxHeaderTableSize(), Http2CodecUtil.DEFAULT_HEADER_TABLE_SIZE));
  }
}
