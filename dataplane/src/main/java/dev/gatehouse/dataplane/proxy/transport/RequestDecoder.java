package dev.gatehouse.dataplane.proxy.transport;

import dev.gatehouse.dataplane.exchange.Headers;
import dev.gatehouse.dataplane.proxy.BodyFraming;
import dev.gatehouse.dataplane.proxy.RawHead;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads requests of HTTP/1.x (RFC 9112): {@link RequestRead}, then buffers and a {@link BodyEnd} if
 * it has a body. Mends nothing: what somebody before us may have read otherwise is refused.
 *
 * <p>Reads one request at a time: the next one only once the last is answered, so that neither
 * parsed requests nor unread ones pile up, and so that nothing at all is read as a request once the
 * connection is to end (RFC 9112, section 9.6).
 */
final class RequestDecoder extends ByteToMessageDecoder {
  private final HeadLimits limits;
  private final boolean tls;
  private final HeadLines lines;
  private final BodyReader body;
  private final Runnable malformedBody;

  private String method = "";
  private String target = "";
  private String version = "";

  /** Of the head that is being read; null until its request line has come. */
  private @Nullable Headers fields;

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
   * @param tls whether the connection is encrypted
   * @param malformedBody run instead of passing on what can't be read of a body
   */
  RequestDecoder(HeadLimits limits, boolean tls, Line line, Runnable malformedBody) {
    this.limits = limits;
    this.tls = tls;
    this.malformedBody = malformedBody;
    this.lines = new HeadLines(line);
    this.body = new BodyReader(lines, limits);
    lines.begin(limits.lineBytes(), 414);
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

  /** Whether a part of a head has come. */
  boolean receivesHead() {
    return body.isOver() && (fields != null || actualReadableBytes() > 0);
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

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf buffer, List<Object> out) {
    if (broken || (body.isOver() && closing)) {
      discarded = true;
      buffer.skipBytes(buffer.readableBytes());
    } else if (!body.isOver()) {
      readBody(buffer, out);
    } else if (unanswered > 0) {
      held = context;
      context.channel().config().setAutoRead(false);
    } else {
      readHead(buffer, out);
    }
  }

  /** What is held isn't read on for: Netty would, for the sake of a message that isn't whole. */
  @Override
  public void channelReadComplete(ChannelHandlerContext context) throws Exception {
    if (held == null) {
      super.channelReadComplete(context);
    } else {
      context.fireChannelReadComplete();
    }
  }

  private void readHead(ByteBuf buffer, List<Object> out) {
    try {
      while (fields == null) {
        Line line = lines.next(buffer);
        if (line == null) {
          return;
        }
        begin(line);
      }
      if (lines.readFields(buffer, fields, limits.fields(), false)) {
        end(new RawHead(method, target, version, tls, fields), buffer, out);
      }
    } catch (HeadFault fault) {
      broken = true;
      unanswered++;
      buffer.skipBytes(buffer.readableBytes());
      out.add(new RequestRead(soFar(), false, fault));
    }
  }

  /** What is known of a head that can't be read, by which it is answered. */
  private RawHead soFar() {
    return fields == null
        ? new RawHead("GET", "/", "HTTP/1.1", tls, new Headers(1))
        : new RawHead(method, target, version, tls, fields);
  }

  /** By a request line, of three parts with one space between each two (RFC 9112, section 3). */
  private void begin(Line line) throws HeadFault {
    if (line.isEmpty()) {
      return; // An empty line before a request is no part of it (section 2.2).
    }
    int methodEnd = line.next(' ', 0);
    int targetEnd = line.next(' ', methodEnd + 1);
    if (line.hasControls(0, line.length(), false)
        || line.next(' ', targetEnd + 1) < line.length()) {
      throw new HeadFault("a request line that isn't three parts");
    }
    if (targetEnd >= line.length()) {
      throw new HeadFault(505, "a request line without a version");
    }
    method = method(line, methodEnd);
    target = line.text(methodEnd + 1, targetEnd);
    version = version(line, targetEnd + 1);
    fields = new Headers(16);
    lines.begin(limits.fieldBytes(), 431);
  }

  private static String method(Line line, int end) {
    return line.is("GET", 0, end) ? "GET" : line.is("POST", 0, end) ? "POST" : line.text(0, end);
  }

  private static String version(Line line, int from) throws HeadFault {
    if (line.is("HTTP/1.1", from, line.length())) {
      return "HTTP/1.1";
    }
    if (line.is("HTTP/1.0", from, line.length())) {
      return "HTTP/1.0";
    }
    throw new HeadFault(505, "neither HTTP/1.0 nor HTTP/1.1");
  }

  /** What came of the body goes first: a fault in it keeps the request from the backend. */
  private void end(RawHead read, ByteBuf buffer, List<Object> out) {
    // Where its framing can't be told, the check of the head says why.
    broken = read.framing() instanceof BodyFraming.Refused;
    unanswered++;
    fields = null;
    lines.begin(limits.lineBytes(), 414);
    body.begin(read.framing());
    out.add(new RequestRead(read, !body.isOver(), null));
    readBody(buffer, out);
  }

  private void readBody(ByteBuf buffer, List<Object> out) {
    if (body.isOver()) {
      return;
    }
    int before = out.size();
    try {
      body.read(buffer, out);
      if (body.isOver()) {
        lines.begin(limits.lineBytes(), 414);
      }
    } catch (HeadFault _) {
      Decoded.drop(out, before);
      broken = true;
      malformedBody.run();
    }
  }
}
