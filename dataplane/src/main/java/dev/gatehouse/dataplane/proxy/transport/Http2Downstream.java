package dev.gatehouse.dataplane.proxy.transport;

import dev.gatehouse.dataplane.exchange.Headers;
import dev.gatehouse.dataplane.exchange.Reason;
import dev.gatehouse.dataplane.exchange.ResponseHead;
import dev.gatehouse.dataplane.proxy.BodySink;
import dev.gatehouse.dataplane.proxy.Downstream;
import dev.gatehouse.dataplane.proxy.Duplex;
import dev.gatehouse.dataplane.proxy.RawHead;
import dev.gatehouse.dataplane.proxy.Reception;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.util.concurrent.Future;
import io.vertx.core.buffer.Buffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A request that came on a stream of HTTP/2. */
final class Http2Downstream implements Downstream, Http2Sink.Way {
  private final Http2Streams streams;
  private final Http2Stream stream;
  private final RawHead head;
  private final boolean hasBody;
  private final Http2Body body;
  private final UnreadWatch unread = new UnreadWatch();
  private @Nullable Http2Sink answer;
  private boolean awaitsContinue;

  /** The way of the answer's end to the client; null as long as it hasn't been handed over. */
  private @Nullable Future<Void> written;

  private boolean ended;
  private boolean malformed;
  private boolean unreadTooLong;
  private boolean closed;
  private Consumer<Reason> gone = _ -> {};
  private Runnable unreadable = () -> {};

  Http2Downstream(Http2Streams streams, Http2Stream stream, RawHead head, boolean hasBody) {
    this.streams = streams;
    this.stream = stream;
    this.head = head;
    this.hasBody = hasBody;
    this.body = new Http2Body(streams.loop(), bytes -> streams.taken(stream, bytes));
    this.awaitsContinue = head.headers().contains("expect");
  }

  @Override
  public RawHead head() {
    return head;
  }

  @Override
  public Reception.Peer peer() {
    return streams.peer();
  }

  @Override
  public boolean connected() {
    return !closed;
  }

  @Override
  public boolean hasBody() {
    return hasBody;
  }

  @Override
  public Http2Body body() {
    return body;
  }

  @Override
  public boolean awaitsContinue() {
    return awaitsContinue;
  }

  @Override
  public void sendContinue() {
    if (awaitsContinue && answer == null && !closed) {
      awaitsContinue = false;
      var _ = streams.send(stream, new DefaultHttp2Headers(false).status("100"), false);
    }
  }

  @Override
  public void sendEarlyHints(Headers fields) {
    if (answer == null && !closed && streams.keepsUp()) {
      var _ = streams.send(stream, fields("103", fields), false);
    }
  }

  @Override
  public BodySink answer(ResponseHead given, Framing framing) {
    boolean whole = framing == Framing.NO_BODY;
    if (!closed) {
      Http2Headers fields = fields(Integer.toString(given.status()), given.headers());
      Future<Void> sent = streams.send(stream, fields, whole);
      if (whole) {
        ends(sent);
      }
    }
    String length = framing == Framing.LENGTH ? given.headers().get("content-length") : null;
    long bytes = length == null ? -1 : Long.parseLong(length);
    var sink = new Http2Sink(this, bytes, whole);
    answer = sink;
    return sink;
  }

  private static Http2Headers fields(String status, Headers headers) {
    Http2Headers fields = new DefaultHttp2Headers(false, headers.size() + 1).status(status);
    headers.forEach(fields::add);
    return fields;
  }

  @Override
  public Future<Void> send(Buffer part, boolean last) {
    Future<Void> sent = streams.send(stream, part, last).addListener(streams.left());
    if (last) {
      ends(sent);
    }
    return sent;
  }

  @Override
  public void end(Headers trailers) {
    var fields = new DefaultHttp2Headers(false);
    trailers.forEach(fields::add);
    if (!closed) {
      ends(streams.send(stream, fields, true));
    }
  }

  /** What is still to come of a request after its answer is of no use (RFC 9113, section 8.1). */
  private void ends(Future<Void> sent) {
    ended = true;
    written = sent;
    sent.addListener(
        _ -> {
          if (!closed && !malformed && !body.isComplete()) {
            streams.reset(stream, Http2Error.NO_ERROR);
          }
        });
  }

  @Override
  public Duplex switchProtocols(ResponseHead head) {
    throw new IllegalStateException("HTTP/2 has no such upgrade");
  }

  /** A stream's end tells, and the connection serves others. */
  @Override
  public void readNoMore() {}

  @Override
  public void closeAfterAnswer() {
    streams.farewell().begin();
  }

  @Override
  public boolean answered() {
    return written != null;
  }

  @Override
  public void abort() {
    if (!closed) {
      ended = true;
      streams.reset(stream, Http2Error.INTERNAL_ERROR);
    }
  }

  @Override
  public void onGone(Consumer<Reason> then) {
    gone = then;
  }

  @Override
  public void onMalformed(Runnable then) {
    unreadable = then;
  }

  @Override
  public void whenSettled(Settled then) {
    if (written == null) {
      then.settled(null);
    } else {
      written.addListener(end -> then.settled(end.isSuccess() ? null : loss()));
    }
  }

  private Reason loss() {
    return unreadTooLong || streams.areUnread() ? Reason.CLIENT_TIMEOUT : Reason.CLIENT_RESET;
  }

  /** What comes of the body isn't what the head announced; the stream will be reset. */
  void malformed() {
    malformed = true;
    body.malformed();
    if (answer == null) {
      unreadable.run();
    }
  }

  /** Nothing comes or goes on the stream any more. */
  void closed() {
    closed = true;
    if (!ended) {
      gone.accept(loss());
    }
  }

  /** Resets the stream if the rest of an answer, which nobody else watches, isn't read. */
  void checkProgress(long now, long boundNanos) {
    long waiting = ended && answer != null ? answer.waiting() : 0;
    if (unread.look(waiting, now) > boundNanos) {
      unreadTooLong = true;
      streams.reset(stream, Http2Error.CANCEL);
    }
  }
}
