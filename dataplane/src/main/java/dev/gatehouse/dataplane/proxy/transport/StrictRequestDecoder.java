package dev.gatehouse.dataplane.proxy.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.http.Http1ServerConfig;
import io.vertx.core.http.impl.http1.VertxHttpRequestDecoder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Refuses what Netty would mend by itself: a request with both Content-Length and
 * Transfer-Encoding, where dropping the length would hide from us that somebody before us may have
 * read it otherwise, versions that aren't spoken here, and what {@link HeadScan} and {@link
 * ChunkScan} find.
 *
 * <p>Reads one request at a time: the next one only once the last is answered, so that neither
 * parsed requests nor unread ones pile up, and so that nothing at all is read as a request once the
 * connection is to end (RFC 9112, section 9.6).
 */
final class StrictRequestDecoder extends VertxHttpRequestDecoder {
  /** The version in the request line is neither HTTP/1.0 nor HTTP/1.1. */
  static final class UnsupportedVersion extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    UnsupportedVersion() {
      super("neither HTTP/1.0 nor HTTP/1.1");
    }
  }

  private final HeadScan scan = new HeadScan();
  private final ReadAsHttp11 version = new ReadAsHttp11();
  private final ChunkScan chunks = new ChunkScan();
  private final Runnable malformedBody;
  private boolean inHead = true;
  private int unanswered;
  private boolean closing;
  private boolean discarded;

  /** Something can't be read, so that nothing after it can, either. */
  private boolean broken;

  /** Null as long as no bytes wait for the answer to the request before them. */
  private @Nullable ChannelHandlerContext held;

  /**
   * Makes one.
   *
   * @param malformedBody run instead of passing on what can't be read of a body
   */
  StrictRequestDecoder(Http1ServerConfig config, Runnable malformedBody) {
    super(config);
    this.malformedBody = malformedBody;
  }

  /** The answer to a request has gone out: it is the next one's turn. */
  void answered() {
    unanswered--;
    readOn();
  }

  /** Whatever comes after the request that is being received is discarded. */
  void close() {
    closing = true;
    readOn();
  }

  /** Whether a next request has begun to come. */
  boolean holds() {
    return held != null;
  }

  /** Whether the client sent what nobody reads. */
  boolean hasMore() {
    return held != null || discarded || broken;
  }

  /** Later, since this may be called while a request is being passed on. */
  private void readOn() {
    if (held != null) {
      held.executor().execute(this::readHeld);
    }
  }

  private void readHeld() {
    ChannelHandlerContext context = held;
    if (context == null || !context.channel().isActive()) {
      return;
    }
    held = null;
    context.channel().config().setAutoRead(true);
    try {
      channelRead(context, Unpooled.EMPTY_BUFFER);
      channelReadComplete(context);
    } catch (Exception e) {
      context.fireExceptionCaught(e);
    }
  }

  /** A head is taken from the buffer before any of its body is. */
  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf buffer, List<Object> out)
      throws Exception {
    if (broken || (inHead && closing)) {
      discarded = true;
      buffer.skipBytes(buffer.readableBytes());
    } else if (inHead && unanswered > 0) {
      held = context;
      context.channel().config().setAutoRead(false);
    } else {
      decodeStrictly(context, buffer, out);
    }
  }

  private void decodeStrictly(ChannelHandlerContext context, ByteBuf buffer, List<Object> out)
      throws Exception {
    if (!inHead) {
      decodeBody(context, buffer, out);
      return;
    }
    int from = buffer.readerIndex();
    int before = out.size();
    super.decode(context, buffer, out);
    int _ = buffer.forEachByte(from, buffer.readerIndex() - from, scan);
    sift(out, before);
    if (out.size() > before && out.getLast() instanceof HttpMessage && !inHead) {
      decodeWhatCameWithTheHead(context, buffer, out);
    }
  }

  private void decodeBody(ChannelHandlerContext context, ByteBuf buffer, List<Object> out)
      throws Exception {
    int from = buffer.readerIndex();
    int before = out.size();
    super.decode(context, buffer, out);
    chunks.scan(buffer, from, buffer.readerIndex());
    if (chunks.isBad()) {
      Decoded.drop(out, before);
      malformed();
    } else {
      sift(out, before);
    }
  }

  /** Before the head is passed on, so that a fault in it keeps the request from the backend. */
  private void decodeWhatCameWithTheHead(
      ChannelHandlerContext context, ByteBuf buffer, List<Object> out) throws Exception {
    int unread;
    do {
      unread = buffer.readableBytes();
      decodeBody(context, buffer, out);
    } while (!inHead && !broken && buffer.isReadable() && buffer.readableBytes() < unread);
  }

  private void sift(List<Object> out, int before) {
    for (int i = before; i < out.size(); i++) {
      track(out.get(i));
    }
    if (out.size() > before && isMalformedBody(out.getLast())) {
      ReferenceCountUtil.release(out.removeLast());
      malformed();
    }
  }

  private void malformed() {
    broken = true;
    malformedBody.run();
  }

  private static boolean isMalformedBody(Object decoded) {
    return decoded instanceof HttpContent content
        && !(decoded instanceof HttpMessage)
        && content.decoderResult().isFailure();
  }

  private void track(Object decoded) {
    if (decoded instanceof HttpMessage message) {
      version.end(message);
      if (scan.isBad() && message.decoderResult().isSuccess()) {
        message.setDecoderResult(
            DecoderResult.failure(new IllegalArgumentException("a head that could be misread")));
      }
      broken = message.decoderResult().isFailure();
      inHead = false;
      unanswered++;
      chunks.begin(message);
    }
    if (decoded instanceof LastHttpContent) {
      scan.reset();
      inHead = true;
    }
  }

  @Override
  protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
    throw new IllegalArgumentException("both Content-Length and Transfer-Encoding");
  }

  @Override
  protected HttpMessage createMessage(String[] requestLine) {
    String spoken = requestLine[2];
    if (!spoken.equals("HTTP/1.1") && !spoken.equals("HTTP/1.0")) {
      throw spoken.chars().allMatch(c -> c > ' ')
          ? new UnsupportedVersion()
          : new IllegalArgumentException("a request line of more than three parts");
    }
    return version.begin(super.createMessage(requestLine));
  }
}
