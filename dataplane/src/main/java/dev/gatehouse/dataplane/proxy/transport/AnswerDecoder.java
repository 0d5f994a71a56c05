package dev.gatehouse.dataplane.proxy.transport;

import dev.gatehouse.dataplane.exchange.Headers;
import dev.gatehouse.dataplane.exchange.ResponseHead;
import dev.gatehouse.dataplane.proxy.BodyFraming;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;

/**
 * Reads a backend's answers (RFC 9112), one for each request and not a byte more: a {@link
 * ResponseHead}, buffers, and a {@link BodyEnd}. What isn't exactly one well-formed answer is never
 * passed on, and ends the connection: bytes that nobody asked for would be taken for the beginning
 * of the next answer, which may be for another client.
 */
final class AnswerDecoder extends ByteToMessageDecoder {
  /** More would be a backend that keeps its client busy without ever answering. */
  private static final int MAX_INTERIM_ANSWERS = 16;

  /** Told what becomes of the answers that aren't passed on. */
  interface Listener {
    /** A 1xx answer, at most 16 for each request. */
    void interim(ResponseHead head);

    /**
     * A 101 answer that a request has asked for; what follows is not read here, and is handed on
     * when this is taken out of the pipeline.
     */
    void switched(ResponseHead head);

    /** What came is no answer; the connection is of no use any more. */
    void malformed(String detail);

    /** The connection can't be used again after the answer. */
    void spoilt();
  }

  private enum State {
    /** Nothing has been asked: whatever comes is wrong. */
    IDLE,
    HEAD,
    BODY,
    SWITCHED,
    BROKEN
  }

  private final HeadLimits limits;
  private final Listener listener;
  private final HeadLines lines;
  private final BodyReader body;
  private State state = State.IDLE;
  private boolean forHead;
  private boolean maySwitch;
  private int interim;

  /** Of the head that is being read; 0 until its status line has come. */
  private int status;

  private String version = "";
  private Headers fields = new Headers(1);

  AnswerDecoder(HeadLimits limits, Line line, Listener listener) {
    this.limits = limits;
    this.listener = listener;
    this.lines = new HeadLines(line);
    this.body = new BodyReader(lines, limits);
  }

  /**
   * A request is about to be sent.
   *
   * @param forHead whether it is a HEAD, whose answer has no body
   * @param maySwitch whether it asks for another protocol
   */
  void expect(boolean forHead, boolean maySwitch) {
    if (state == State.IDLE) {
      this.forHead = forHead;
      this.maySwitch = maySwitch;
      interim = 0;
      beginHead();
    }
  }

  private void beginHead() {
    state = State.HEAD;
    status = 0;
    lines.begin(limits.lineBytes());
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf buffer, List<Object> out) {
    switch (state) {
      case SWITCHED -> {}
      case BROKEN -> buffer.skipBytes(buffer.readableBytes());
      case IDLE -> refuse(buffer, "bytes that belong to no answer");
      case HEAD, BODY -> {
        int before = out.size();
        try {
          read(buffer, out);
        } catch (HeadFault fault) {
          Decoded.drop(out, before);
          refuse(buffer, "the answer can't be read: " + fault.getMessage());
        }
      }
    }
  }

  private void read(ByteBuf buffer, List<Object> out) throws HeadFault {
    if (state == State.HEAD && !readHead(buffer, out)) {
      return;
    }
    body.read(buffer, out);
    endIfOver(buffer);
  }

  /** Whether the head of the final answer is whole. */
  private boolean readHead(ByteBuf buffer, List<Object> out) throws HeadFault {
    if (status == 0) {
      Line line = lines.next(buffer);
      if (line == null) {
        return false;
      }
      begin(line);
    }
    return lines.readFields(buffer, fields, limits.fields(), true) && end(out);
  }

  /** By a status line (RFC 9112, section 4), whose reason phrase only has to be one. */
  private void begin(Line line) throws HeadFault {
    int space = Math.min(8, line.length());
    boolean old = line.is("HTTP/1.0", 0, space);
    int end = space + 4;
    if ((!old && !line.is("HTTP/1.1", 0, space))
        || line.length() < end
        || line.at(space) != ' '
        || (line.length() > end && line.at(end) != ' ')
        || line.hasControls(end, line.length(), true)) {
      throw new HeadFault("no status line of HTTP/1.0 or HTTP/1.1");
    }
    status = status(line, space + 1);
    version = old ? "HTTP/1.0" : "HTTP/1.1";
    fields = new Headers(16);
    lines.begin(limits.fieldBytes());
  }

  private static int status(Line line, int from) throws HeadFault {
    int code = 0;
    for (int i = from; i < from + 3; i++) {
      int digit = line.at(i) - '0';
      if (digit < 0 || digit > 9) {
        throw new HeadFault("no status from 100 to 599");
      }
      code = code * 10 + digit;
    }
    if (code < 100 || code > 599) {
      throw new HeadFault("no status from 100 to 599");
    }
    return code;
  }

  private boolean end(List<Object> out) throws HeadFault {
    BodyFraming framing = BodyFraming.ofAnswer(version, forHead, status, fields);
    if (framing instanceof BodyFraming.Refused) {
      throw new HeadFault("a body that can be framed in more ways than one");
    }
    var head = new ResponseHead(status, fields);
    if (status < 200) {
      endInterim(head);
      return false;
    }
    if (version.equals("HTTP/1.0")) {
      listener.spoilt();
    }
    state = State.BODY;
    out.add(head);
    body.begin(framing);
    if (body.isOver()) {
      out.add(BodyEnd.PLAIN);
    }
    return true;
  }

  private void endInterim(ResponseHead head) throws HeadFault {
    if (status == 101 && (!maySwitch || version.equals("HTTP/1.0"))) {
      throw new HeadFault("the backend switches to a protocol that wasn't asked for");
    }
    if (status == 101) {
      state = State.SWITCHED;
      listener.switched(head);
    } else if (++interim > MAX_INTERIM_ANSWERS) {
      throw new HeadFault("too many interim answers");
    } else {
      beginHead();
      listener.interim(head);
    }
  }

  /** Before the answer is passed on, so that the connection isn't given to the next request. */
  private void endIfOver(ByteBuf buffer) {
    if (!body.isOver()) {
      return;
    }
    state = State.IDLE;
    if (buffer.isReadable()) {
      state = State.BROKEN;
      buffer.skipBytes(buffer.readableBytes());
      listener.spoilt();
    }
  }

  private void refuse(ByteBuf buffer, String detail) {
    state = State.BROKEN;
    buffer.skipBytes(buffer.readableBytes());
    listener.malformed(detail);
  }

  /** What comes after an answer, or in place of one, isn't read on for. */
  @Override
  public void channelReadComplete(ChannelHandlerContext context) throws Exception {
    if (state == State.BROKEN) {
      context.fireChannelReadComplete();
    } else {
      super.channelReadComplete(context);
    }
  }

  /** Which is also the end of an answer that says nothing of its length. */
  @Override
  protected void decodeLast(ChannelHandlerContext context, ByteBuf buffer, List<Object> out) {
    if (state == State.BODY && body.endsWithConnection()) {
      state = State.IDLE;
      out.add(BodyEnd.PLAIN);
    }
  }
}
