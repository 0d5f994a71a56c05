package dev.gatehouse.dataplane.proxy.transport;

import dev.gatehouse.dataplane.exchange.Headers;
import dev.gatehouse.dataplane.exchange.Reason;
import dev.gatehouse.dataplane.exchange.RequestHead;
import dev.gatehouse.dataplane.exchange.ResponseHead;
import dev.gatehouse.dataplane.proxy.HopByHop;
import dev.gatehouse.dataplane.proxy.UpstreamConnection;
import io.netty.channel.Channel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpClientConnection;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import java.io.IOException;

/** A connection of Vert.x's client, without its pool. */
final class VertxUpstreamConnection implements UpstreamConnection {
  /** TCP_ESTABLISHED of linux/tcp_states.h. */
  private static final int ESTABLISHED = 1;

  private final HttpClientConnection connection;
  private final Channel channel;
  private boolean reusable = true;

  VertxUpstreamConnection(HttpClientConnection connection, Channel channel) {
    this.connection = connection;
    this.channel = channel;
  }

  @Override
  public boolean usable(boolean surely) {
    if (!reusable || !channel.isActive()) {
      return false;
    }
    return !surely
        || !(channel instanceof EpollSocketChannel epoll)
        || epoll.tcpInfo().state() == ESTABLISHED;
  }

  @Override
  public void close() {
    reusable = false;
    var _ = channel.close();
  }

  @Override
  public void send(RequestHead head, boolean hasBody, Answers answers) {
    connection
        .request(
            new RequestOptions().setMethod(HttpMethod.valueOf(head.method())).setURI(head.target()))
        .onComplete(
            request -> write(request, head, hasBody, answers), error -> fail(answers, error));
  }

  private void write(
      HttpClientRequest request, RequestHead head, boolean hasBody, Answers answers) {
    MultiMap fields = request.headers();
    fields.add("host", head.authority());
    Headers headers = head.headers();
    headers.forEach(fields::add);
    request.exceptionHandler(error -> fail(answers, error));
    request.response().onComplete(answer -> read(answer, answers), error -> fail(answers, error));
    request.continueHandler(_ -> answers.continued());
    if (!hasBody) {
      request.end();
      return;
    }
    boolean chunked = !headers.contains("content-length");
    request.setChunked(chunked);
    answers.sending(new UpstreamSink(request));
    request.writeHead();
  }

  private void read(HttpClientResponse answer, Answers answers) {
    Headers headers = LowerCase.copy(answer.headers());
    if (closes(answer, headers)) {
      reusable = false;
    }
    if (headers.contains("transfer-encoding") && answer.version() == HttpVersion.HTTP_1_0) {
      close();
      answers.failed(Reason.UPSTREAM_PROTOCOL, "Transfer-Encoding in an answer of HTTP/1.0");
      return;
    }
    var body = new UpstreamBody(answer);
    answers.head(new ResponseHead(answer.statusCode(), headers), body);
    body.holdUnlessStarted();
  }

  private static boolean closes(HttpClientResponse answer, Headers headers) {
    return answer.version() == HttpVersion.HTTP_1_0 || HopByHop.closes(headers);
  }

  private void fail(Answers answers, Throwable error) {
    reusable = false;
    boolean ended = error instanceof HttpClosedException || error instanceof IOException;
    answers.failed(
        ended ? Reason.UPSTREAM_RESET : Reason.UPSTREAM_PROTOCOL,
        ended ? "the connection ended without an answer" : "the answer can't be read");
  }
}
