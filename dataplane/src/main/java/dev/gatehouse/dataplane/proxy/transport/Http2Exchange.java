package dev.gatehouse.dataplane.proxy.transport;

import dev.gatehouse.dataplane.exchange.Headers;
import dev.gatehouse.dataplane.exchange.Reason;
import dev.gatehouse.dataplane.exchange.RequestHead;
import dev.gatehouse.dataplane.exchange.ResponseHead;
import dev.gatehouse.dataplane.proxy.UpstreamConnection;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.util.concurrent.Future;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/** One exchange with a backend of HTTP/2: a stream of a connection that others share. */
final class Http2Exchange implements UpstreamConnection, Http2Sink.Way {
  /** More would be a backend that keeps its client busy without ever answering. */
  private static final int MAX_INTERIM_ANSWERS = 16;

  /** Whose stream it is. */
  interface Owner {
    /** It is ended from our side. */
    void cancelled(Http2Exchange exchange);
  }

  private final Http2Calls calls;
  private final Owner owner;
  private final long begun;
  private @Nullable Http2Stream stream;
  private @Nullable Http2Body body;
  private @Nullable Answers answers;
  private AnswerLength length = AnswerLength.NONE;
  private boolean forHead;
  private boolean awaitsContinue;
  private boolean answered;

  /** By what code the backend has reset it; -1 if it has not. */
  private long reset = -1;

  private boolean over;
  private int interim;
  private long answeredSince = -1;

  /**
   * One that has yet to be sent.
   *
   * @param begun now, as {@link System#nanoTime()}
   */
  Http2Exchange(Http2Calls calls, Owner owner, long begun) {
    this.calls = calls;
    this.owner = owner;
    this.begun = begun;
  }

  @Override
  public boolean usable(boolean surely) {
    return !over;
  }

  @Override
  public void send(RequestHead head, boolean hasBody, Answers to) {
    if (head.headers().contains("upgrade")) {
      over = true;
      to.failed(Reason.UPSTREAM_PROTOCOL, "the backend speaks HTTP/2, which has no WebSocket");
      return;
    }
    Http2Stream opened = calls.open(this);
    if (opened == null) {
      over = true;
      to.unprocessed("the connection takes no more requests");
      return;
    }
    stream = opened;
    answers = to;
    body = new Http2Body(calls.loop(), bytes -> calls.taken(opened, bytes));
    forHead = head.method().equals("HEAD");
    awaitsContinue = head.headers().contains("expect");
    var _ = calls.send(opened, Http2Head.ofRequest(head), !hasBody);
    if (hasBody && !over) {
      String announced = head.headers().get("content-length");
      to.sending(new Http2Sink(this, announced == null ? -1 : Long.parseLong(announced), false));
    }
  }

  @Override
  public Future<Void> send(Buffer part, boolean last) {
    Http2Stream to = stream;
    return over || to == null
        ? calls.context().newFailedFuture(new IllegalStateException("the stream has ended"))
        : calls.send(to, part, last);
  }

  @Override
  public void end(Headers trailers) {
    if (!over && stream != null) {
      var _ = calls.send(stream, Http2Head.of(trailers), true);
    }
  }

  /** A head has come: a 1xx, that of the answer, or the fields after its body. */
  void head(Http2Headers headers, boolean last) throws Http2Exception {
    Http2Stream on = stream;
    Answers to = answers;
    Http2Body rest = body;
    if (on == null || to == null || rest == null || over) {
      return;
    }
    if (answered) {
      length.end(on.id());
      rest.complete(Http2Head.trailers(on.id(), headers));
      return;
    }
    int status = Http2Head.status(on.id(), headers);
    Headers fields = Http2Head.fields(on.id(), headers);
    if (status < 200) {
      interim(on.id(), status, fields, last, to);
      return;
    }
    length = AnswerLength.of(on.id(), forHead, status, fields);
    if (last) {
      length.end(on.id());
      rest.complete();
    }
    answered = true;
    to.execute(() -> to.head(new ResponseHead(status, fields), rest));
  }

  /** One 100 is passed on, where it is waited for, and hints; the others help nobody. */
  private void interim(int id, int status, Headers fields, boolean last, Answers to)
      throws Http2Exception {
    interim++;
    if (last || status == 101 || interim > MAX_INTERIM_ANSWERS) {
      throw Http2Head.malformed(id, "an interim answer that can't be one");
    }
    if (status == 100 && awaitsContinue) {
      awaitsContinue = false;
      to.continued();
    } else if (status == 103) {
      to.earlyHints(fields);
    }
  }

  /** Some of the body has come; returns how many bytes are taken at once. */
  int data(ByteBuf data, boolean last) throws Http2Exception {
    Http2Stream on = stream;
    Http2Body to = body;
    int bytes = data.readableBytes();
    if (on == null || to == null || over) {
      return bytes;
    }
    if (!answered) {
      throw Http2Head.malformed(on.id(), "a body without a head");
    }
    if (length.isBodiless() && bytes > 0) {
      throw Http2Head.malformed(on.id(), "a body where none can be");
    }
    length.data(on.id(), bytes);
    if (last) {
      length.end(on.id());
    }
    int taken = to.data(data);
    if (last) {
      to.complete();
    }
    return taken;
  }

  /** The backend has reset the stream, which ends next. */
  void reset(long code) {
    reset = code;
  }

  /** What came can't be read; the stream will be reset. */
  void malformed(String detail) {
    if (!over) {
      over = true;
      cut(Reason.UPSTREAM_PROTOCOL, detail);
    }
  }

  /**
   * Nothing comes or goes on the stream any more.
   *
   * @param unknown whether the backend has said that it knows nothing of it
   */
  void closed(boolean unknown) {
    if (over) {
      return;
    }
    over = true;
    Answers to = answers;
    String fault = calls.fault();
    boolean refused = reset == Http2Error.REFUSED_STREAM.code();
    if ((unknown || refused) && !answered && to != null) {
      to.unprocessed("the backend did not take the request");
    } else if (reset >= 0 && !answered && to != null) {
      to.reset("the backend reset the stream: " + name(reset));
    } else if (fault != null) {
      cut(Reason.UPSTREAM_PROTOCOL, fault);
    } else {
      cut(Reason.UPSTREAM_RESET, "the stream ended without an answer");
    }
  }

  private static String name(long code) {
    Http2Error known = Http2Error.valueOf(code);
    return known == null ? "code " + code : known.name();
  }

  private void cut(Reason reason, String detail) {
    if (answered) {
      if (body != null && !body.isComplete()) {
        end(body);
      }
    } else if (answers != null) {
      answers.failed(reason, detail);
    }
  }

  /** Where the head was the whole answer, it is so whatever else there is. */
  private void end(Http2Body unfinished) {
    if (length.isBodiless()) {
      unfinished.complete();
    } else {
      unfinished.malformed();
    }
  }

  /** Ends the exchange, unless both sides of it have come to their end. */
  @Override
  public void close() {
    Http2Stream on = stream;
    if (over || on == null) {
      return;
    }
    boolean whole = body != null && body.isComplete();
    if (whole && on.state() == Http2Stream.State.HALF_CLOSED_LOCAL) {
      return;
    }
    over = true;
    owner.cancelled(this);
    calls.reset(on, Http2Error.CANCEL);
  }

  /** When it began. */
  long begun() {
    return begun;
  }

  /** Ends it where the backend has answered and leaves the rest of the request unread. */
  void sweep(long now, long boundNanos) {
    if (body == null || !body.isComplete()) {
      return;
    }
    if (answeredSince < 0) {
      answeredSince = now;
    } else if (now - answeredSince > boundNanos) {
      close();
    }
  }
}
