package dev.gatehouse.dataplane.proxy.transport;

import dev.gatehouse.dataplane.exchange.Headers;
import dev.gatehouse.dataplane.exchange.ResponseHead;
import dev.gatehouse.dataplane.proxy.BodySink;
import dev.gatehouse.dataplane.proxy.Downstream;
import dev.gatehouse.dataplane.proxy.RawHead;
import dev.gatehouse.dataplane.proxy.Reception;
import io.netty.channel.Channel;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.util.concurrent.TimeUnit;

/** A request of Vert.x's server. */
final class VertxDownstream implements Downstream, AnswerSink.Owner {
  /** What a request has to tell the connection that it came by. */
  interface Connection {
    /** Whose it is. */
    Reception.Peer peer();

    /** What else the client sends waits in the socket, which holds it up. */
    void pauseReading();

    void resumeReading();

    /** The answer has gone out, or never will. */
    void requestEnded();

    /** The connection ends with this request's answer: what follows is no request any more. */
    void takesNoMore();

    /**
     * Nothing is left to be done.
     *
     * @param refused whether the client, not knowing of the end, may be sending on
     */
    void end(boolean refused);
  }

  /** How long a client may go on sending what nobody reads, so that it sees the answer. */
  private static final long LINGER_MILLIS = 500;

  private final HttpServerRequest request;
  private final HttpServerResponse response;
  private final Channel channel;
  private final RawHead head;
  private final boolean hasBody;
  private final RequestBody body;
  private final Connection connection;
  private boolean awaitsContinue;
  private boolean closing;
  private boolean ended;
  private boolean over;
  private Future<Void> written = Future.succeededFuture();

  VertxDownstream(HttpServerRequest request, Channel channel, Connection connection) {
    this.request = request;
    this.response = request.response();
    this.body = new RequestBody(request, connection);
    this.channel = channel;
    this.connection = connection;
    this.head =
        new RawHead(
            request.method().name(),
            request.uri(),
            version(request.version()),
            request.isSSL(),
            LowerCase.copy(request.headers()));
    this.hasBody = announcesBody(head.headers());
    this.awaitsContinue = head.headers().contains("expect");
    response.exceptionHandler(_ -> {});
    if (hasBody) {
      request.pause();
    }
  }

  /** Asked once, before anybody removes the fields that are meant for this hop alone. */
  private static boolean announcesBody(Headers headers) {
    String length = headers.get("content-length");
    return headers.contains("transfer-encoding") || (length != null && !length.equals("0"));
  }

  private static String version(HttpVersion version) {
    return switch (version) {
      case HTTP_1_0 -> "HTTP/1.0";
      case HTTP_1_1 -> "HTTP/1.1";
      case HTTP_2, HTTP_3 -> version.name(); // Not by this way.
    };
  }

  @Override
  public RawHead head() {
    return head;
  }

  @Override
  public String peer() {
    return connection.peer().address();
  }

  @Override
  public int peerPort() {
    return connection.peer().port();
  }

  @Override
  public int localPort() {
    return connection.peer().localPort();
  }

  @Override
  public boolean connected() {
    return channel.isActive();
  }

  @Override
  public boolean hasBody() {
    return hasBody;
  }

  @Override
  public RequestBody body() {
    return body;
  }

  @Override
  public boolean awaitsContinue() {
    return awaitsContinue;
  }

  @Override
  public void sendContinue() {
    if (awaitsContinue && request.version() == HttpVersion.HTTP_1_1 && !response.headWritten()) {
      awaitsContinue = false;
      response.writeContinue();
    }
  }

  @Override
  public void sendEarlyHints(Headers fields) {
    if (request.version() == HttpVersion.HTTP_1_1
        && !response.headWritten()
        && !response.writeQueueFull()) {
      MultiMap hints = HttpHeaders.headers();
      fields.forEach(hints::add);
      var _ = response.writeEarlyHints(hints);
    }
  }

  @Override
  public BodySink answer(ResponseHead answer, Framing framing) {
    response.setStatusCode(answer.status());
    // Not of an answer that failed on the way here, in whose place this one is given.
    MultiMap fields = response.headers().clear();
    answer.headers().forEach(fields::add);
    if (framing == Framing.STREAM) {
      if (request.version() == HttpVersion.HTTP_1_1) {
        response.setChunked(true);
      } else {
        closing = true;
        connection.takesNoMore();
      }
    }
    if (closing) {
      fields.set("connection", "close");
    }
    long length = framing == Framing.LENGTH ? length(answer.headers()) : -1;
    var sink = new AnswerSink(response, framing, length, this);
    sink.flushHeadSoon(channel.eventLoop());
    return sink;
  }

  private static long length(Headers headers) {
    String length = headers.get("content-length");
    return length == null ? -1 : Long.parseLong(length);
  }

  /** Only who says so in TE, and only between chunks (RFC 9110, section 6.5.1). */
  @Override
  public boolean takesTrailers() {
    return request.version() == HttpVersion.HTTP_1_1 && head.headers().contains("te");
  }

  @Override
  public void ended(Future<Void> toTheSocket) {
    ended = true;
    written = toTheSocket;
    written.onComplete(_ -> over());
    if (closing) {
      linger();
    }
  }

  private void over() {
    if (!over) {
      over = true;
      connection.requestEnded();
    }
  }

  /** The rest would be taken for the next request. */
  @Override
  public void readNoMore() {
    closeAfterAnswer();
  }

  @Override
  public void closeAfterAnswer() {
    if (!closing) {
      closing = true;
      connection.takesNoMore();
      if (ended) {
        linger();
      }
    }
  }

  /** Closing with unread input resets the connection, and the client might never see the answer. */
  private void linger() {
    if (request.isEnded() || !hasBody() || body.isMalformed()) {
      written.onComplete(_ -> end());
      return;
    }
    request.handler(_ -> {});
    request.endHandler(_ -> written.onComplete(_ -> end()));
    request.exceptionHandler(_ -> {});
    body.resume();
    var _ = channel.eventLoop().schedule(this::close, LINGER_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void end() {
    connection.end(response.getStatusCode() >= 400);
  }

  private void close() {
    var _ = channel.close();
  }

  /** By a reset: an answer that the connection's end delimits must not look whole. */
  @Override
  public void abort() {
    Backlog.drop(channel);
  }

  /** Whether all of the answer was handed over, though the client may not have read it yet. */
  boolean answered() {
    return ended;
  }

  @Override
  public void onGone(Runnable then) {
    response.closeHandler(
        _ -> {
          over();
          if (!ended) {
            then.run();
          }
        });
  }
}
