package dev.gatehouse.dataplane.proxy.transport;

import dev.gatehouse.dataplane.exchange.Headers;
import dev.gatehouse.dataplane.exchange.Reason;
import dev.gatehouse.dataplane.exchange.RequestHead;
import dev.gatehouse.dataplane.exchange.ResponseHead;
import dev.gatehouse.dataplane.proxy.HopByHop;
import dev.gatehouse.dataplane.proxy.UpstreamConnection;
import io.netty.channel.Channel;
import io.netty.channel.CombinedChannelDuplexHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.handler.codec.http.HttpResponse;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpClientConnection;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A connection of Vert.x's client, without its pool. */
final class VertxUpstreamConnection implements UpstreamConnection, StrictAnswerDecoder.Listener {
  /** TCP_ESTABLISHED of linux/tcp_states.h. */
  private static final int ESTABLISHED = 1;

  private final HttpClientConnection connection;
  private final Channel channel;
  private final StrictAnswerDecoder decoder;
  private final TrailingRequestEncoder encoder = new TrailingRequestEncoder();
  private boolean reusable = true;
  private boolean awaitsContinue;
  private @Nullable Answers current;

  VertxUpstreamConnection(HttpClientConnection connection, Channel channel, int headerBytes) {
    this.connection = connection;
    this.channel = channel;
    this.decoder = new StrictAnswerDecoder(headerBytes, this);
    channel
        .pipeline()
        .replace("codec", "codec", new CombinedChannelDuplexHandler<>(decoder, encoder));
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
    if (Backlog.of(channel) > 0) {
      Backlog.drop(channel);
    } else {
      var _ = channel.close();
    }
  }

  @Override
  public void send(RequestHead head, boolean hasBody, Answers answers) {
    connection
        .request(
            new RequestOptions().setMethod(HttpMethod.valueOf(head.method())).setURI(head.target()))
        .onComplete(
            request -> answers.execute(() -> write(request, head, hasBody, answers)),
            error -> fail(answers, error));
  }

  private void write(
      HttpClientRequest request, RequestHead head, boolean hasBody, Answers answers) {
    MultiMap fields = request.headers();
    fields.add("host", head.authority());
    Headers headers = head.headers();
    headers.forEach(fields::add);
    current = answers;
    awaitsContinue = headers.contains("expect");
    decoder.expect(head.method().equals("HEAD"));
    request.exceptionHandler(error -> fail(answers, error));
    request
        .response()
        .onComplete(
            answer -> answers.execute(() -> read(answer, answers)), error -> fail(answers, error));
    if (!hasBody) {
      request.end();
      return;
    }
    boolean chunked = !headers.contains("content-length");
    request.setChunked(chunked);
    answers.sending(new UpstreamSink(request, chunked ? encoder : null));
    request.writeHead();
  }

  private void read(HttpClientResponse answer, Answers answers) {
    current = null;
    Headers headers = LowerCase.copy(answer.headers());
    if (answer.statusCode() == 204) {
      headers.remove("content-length"); // RFC 9110, section 8.6: none in a 204.
    }
    if (closes(answer, headers)) {
      reusable = false;
    }
    var body = new UpstreamBody(answer, channel, decoder);
    answers.head(new ResponseHead(answer.statusCode(), headers), body);
    body.holdUnlessStarted();
  }

  private static boolean closes(HttpClientResponse answer, Headers headers) {
    return answer.version() == HttpVersion.HTTP_1_0 || HopByHop.closes(headers);
  }

  /** One 100 is passed on, where it is waited for, and hints; the others help nobody. */
  @Override
  public void interim(HttpResponse head) {
    Answers answers = current;
    if (answers == null) {
      return;
    }
    int status = head.status().code();
    if (status == 100 && awaitsContinue) {
      awaitsContinue = false;
      answers.continued();
    } else if (status == 103) {
      var fields = new Headers(head.headers().size());
      head.headers()
          .forEach(field -> fields.add(field.getKey().toLowerCase(Locale.ROOT), field.getValue()));
      answers.earlyHints(fields);
    }
  }

  @Override
  public void malformed(String detail) {
    reusable = false;
    if (current != null) {
      current.failed(Reason.UPSTREAM_PROTOCOL, detail);
    }
    close();
  }

  @Override
  public void spoilt() {
    reusable = false;
  }

  private void fail(Answers answers, Throwable error) {
    reusable = false;
    boolean ended = error instanceof HttpClosedException || error instanceof IOException;
    answers.failed(
        ended ? Reason.UPSTREAM_RESET : Reason.UPSTREAM_PROTOCOL,
        ended ? "the connection ended without an answer" : "the answer can't be read");
  }
}
