package dev.gatehouse.e2e.cluster;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.net.InetSocketAddress;

/**
 * HTTP/2 by prior knowledge, several requests at once on one connection. After a GOAWAY the next
 * ones go on another, and those that run are to end well.
 */
final class Http2Client implements LoadClient {
  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
  private final SocketAddress gateway;
  private final HttpClient http;

  Http2Client(InetSocketAddress gateway) {
    this.gateway = SocketAddress.inetSocketAddress(gateway);
    this.http =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setProtocolVersion(HttpVersion.HTTP_2)
                .setHttp2ClearTextUpgrade(false),
            new PoolOptions().setHttp2MaxSize(1));
  }

  @Override
  public Outcome ask(Question question) throws IOException {
    Promise<String> answer = Promise.promise();
    // On the loop, so that nothing of an answer comes before somebody takes it.
    vertx.runOnContext(_ -> exchange(question).onComplete(answer));
    question.check(LoadClient.await(answer.future().toCompletionStage()));
    return Outcome.ANSWERED;
  }

  private Future<String> exchange(Question question) {
    return http.request(request(question))
        .compose(request -> send(request, question))
        .compose(Http2Client::body);
  }

  private RequestOptions request(Question question) {
    // Half of them go on to backends by HTTP/2, half by HTTP/1.1.
    String path = question.number() % 4 < 2 ? "/h2" : "/";
    return new RequestOptions()
        .setServer(gateway)
        .setHost("shop.example")
        .setPort(80)
        .setMethod(question.posts() ? HttpMethod.POST : HttpMethod.GET)
        .setURI(question.target(path))
        .putHeader("x-id", question.id());
  }

  private static Future<HttpClientResponse> send(HttpClientRequest request, Question question) {
    return question.posts() ? request.send(question.body()) : request.send();
  }

  private static Future<String> body(HttpClientResponse answer) {
    return answer
        .body()
        .compose(
            body ->
                answer.statusCode() == 200
                    ? Future.succeededFuture(body.toString())
                    : Future.failedFuture(
                        "answer %d %s".formatted(answer.statusCode(), answer.headers()) + body));
  }

  @Override
  public void close() throws IOException {
    LoadClient.await(vertx.close().toCompletionStage());
  }
}
