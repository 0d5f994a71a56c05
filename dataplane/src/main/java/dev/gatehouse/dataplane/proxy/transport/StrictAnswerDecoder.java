package dev.gatehouse.dataplane.proxy.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a backend's answers, one for each request and not a byte more. What isn't exactly one
 * well-formed answer is never passed on, and ends the connection: bytes that nobody asked for would
 * be taken for the beginning of the next answer, which may be for another client.
 */
final class StrictAnswerDecoder extends HttpResponseDecoder {
  /** More would be a backend that keeps its client busy without ever answering. */
  private static final int MAX_INTERIM_ANSWERS = 16;

  /** Told what becomes of the answers that aren't passed on. */
  interface Listener {
    /** A 1xx answer, at most 16 for each request. */
    void interim(HttpResponse head);

    /**
     * A 101 answer that a request has asked for; what follows is not read here, and is handed on
     * when this is taken out of the pipeline.
     */
    void switched(HttpResponse head);

    /** What came is no answer; the connection is of no use any more. */
    void malformed(String detail);

    /** The answer is whole, but something came after it: the connection can't be used again. */
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

  private final Listener listener;
  private final AnswerHeadScan scan = new AnswerHeadScan();
  private final ReadAsHttp11 version = new ReadAsHttp11();
  private final ChunkScan chunks = new ChunkScan();
  private State state = State.IDLE;
  private boolean forHead;
  private boolean maySwitch;
  private int interim;

  /** Made for heads of at most so many bytes. */
  StrictAnswerDecoder(int headerBytes, Listener listener) {
    super(new HttpDecoderConfig().setMaxHeaderSize(headerBytes));
    this.listener = listener;
  }

  /**
   * A request is about to be sent.
   *
   * @param forHead whether it is a HEAD, whose answer has no body
   * @param maySwitch whether it asks for another protocol
   */
  void expect(boolean forHead, boolean maySwitch) {
    if (state == State.IDLE) {
      state = State.HEAD;
      this.forHead = forHead;
      this.maySwitch = maySwitch;
      interim = 0;
      scan.reset();
    }
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf buffer, List<Object> out)
      throws Exception {
    switch (state) {
      case SWITCHED -> {}
      case BROKEN -> buffer.skipBytes(buffer.readableBytes());
      case IDLE -> {
        refuse(buffer, "bytes that belong to no answer");
        var _ = context.close();
      }
      case HEAD, BODY -> {
        int from = buffer.readerIndex();
        int before = out.size();
        super.decode(context, buffer, out);
        if (state == State.HEAD) {
          int _ = buffer.forEachByte(from, buffer.readerIndex() - from, scan);
        } else {
          chunks.scan(buffer, from, buffer.readerIndex());
        }
        sift(buffer, out, before);
      }
    }
  }

  private void sift(ByteBuf buffer, List<Object> out, int before) {
    for (int i = before; i < out.size(); i++) {
      Object decoded = out.get(i);
      if (decoded instanceof HttpMessage message) {
        version.end(message);
      }
      String fault = fault(decoded);
      if (fault != null) {
        Decoded.drop(out, before);
        refuse(buffer, fault);
        return;
      }
      if (decoded instanceof HttpResponse head) {
        if (head.status().code() == 101) {
          state = State.SWITCHED;
          Decoded.drop(out, before);
          listener.switched(head);
          return;
        }
        if (head.status().codeClass() == HttpStatusClass.INFORMATIONAL) {
          Decoded.drop(out, before);
          scan.reset();
          listener.interim(head);
          return;
        }
        state = State.BODY;
        chunks.begin(head);
      }
      if (decoded instanceof LastHttpContent) {
        ended(buffer);
      }
    }
  }

  private @Nullable String fault(Object decoded) {
    if (chunks.isBad()
        || (decoded instanceof HttpObject object && object.decoderResult().isFailure())) {
      return "the answer can't be read";
    }
    if (!(decoded instanceof HttpResponse head)) {
      return null;
    }
    if (scan.isBad()) {
      return "the answer's head has a folded line or a name with a space";
    }
    if (head.status().code() == 101 && !maySwitch) {
      return "the backend switches to a protocol that wasn't asked for";
    }
    if (head.status().codeClass() == HttpStatusClass.INFORMATIONAL
        && ++interim > MAX_INTERIM_ANSWERS) {
      return "too many interim answers";
    }
    return head.headers().contains(HttpHeaderNames.TRANSFER_ENCODING) && !isChunked(head)
        ? "the answer's Transfer-Encoding is not exactly chunked"
        : null;
  }

  private static boolean isChunked(HttpResponse head) {
    List<String> codings = head.headers().getAll(HttpHeaderNames.TRANSFER_ENCODING);
    return head.protocolVersion().equals(HttpVersion.HTTP_1_1)
        && codings.size() == 1
        && codings.getFirst().equalsIgnoreCase("chunked");
  }

  /** Before the answer is passed on, so that the connection isn't given to the next request. */
  private void ended(ByteBuf buffer) {
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

  /**
   * What was cut short is told by the connection's end alone, which is also the end of an answer
   * that says nothing of its length.
   */
  @Override
  protected void decodeLast(ChannelHandlerContext context, ByteBuf buffer, List<Object> out)
      throws Exception {
    super.decodeLast(context, buffer, out);
    out.removeIf(last -> last instanceof HttpObject object && object.decoderResult().isFailure());
  }

  @Override
  protected boolean isContentAlwaysEmpty(HttpMessage message) {
    return super.isContentAlwaysEmpty(message) || (forHead && isFinal(message));
  }

  private static boolean isFinal(HttpMessage message) {
    return message instanceof HttpResponse head
        && head.status().codeClass() != HttpStatusClass.INFORMATIONAL;
  }

  @Override
  protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
    throw new IllegalArgumentException("both Content-Length and Transfer-Encoding");
  }

  @Override
  protected HttpMessage createMessage(String[] statusLine) {
    String spoken = statusLine[0];
    if (!spoken.equals("HTTP/1.1") && !spoken.equals("HTTP/1.0")) {
      throw new IllegalArgumentException("neither HTTP/1.0 nor HTTP/1.1");
    }
    if (!isStatus(statusLine[1])) {
      throw new IllegalArgumentException("no status from 100 to 599");
    }
    return version.begin(super.createMessage(statusLine));
  }

  private static boolean isStatus(String code) {
    return code.length() == 3
        && code.charAt(0) >= '1'
        && code.charAt(0) <= '5'
        && isDigit(code.charAt(1))
        && isDigit(code.charAt(2));
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
