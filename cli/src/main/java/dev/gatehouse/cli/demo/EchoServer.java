package dev.gatehouse.cli.demo;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.JsonObject;
import java.util.Locale;

/**
 * Answers every request with JSON that says who answers and what arrived, and every WebSocket with
 * what it brings.
 */
final class EchoServer {
  private static final int MESSAGE_BYTES = 16 << 20;

  private final Vertx vertx;
  private final HttpServer server;
  private volatile DemoEndpoint pod;

  EchoServer(Vertx vertx, DemoEndpoint pod) {
    this.vertx = vertx;
    this.pod = pod;
    this.server =
        vertx
            .createHttpServer(new HttpServerOptions().setMaxWebSocketMessageSize(MESSAGE_BYTES))
            .requestHandler(this::answer)
            .webSocketHandler(EchoServer::sendBack);
  }

  Future<HttpServer> start() {
    return server.listen(pod.port(), pod.address());
  }

  /** Who answers. */
  DemoEndpoint pod() {
    return pod;
  }

  /** Answers as another from now on, of the same address. */
  void become(DemoEndpoint other) {
    pod = other;
  }

  Future<Void> stop() {
    return server.close();
  }

  private static void sendBack(ServerWebSocket socket) {
    socket
        .textMessageHandler(socket::writeTextMessage)
        .binaryMessageHandler(socket::writeBinaryMessage);
  }

  private void answer(HttpServerRequest request) {
    HttpServerResponse response = request.response();
    Handler<Long> now =
        _ -> {
          if (!response.closed()) {
            response
                .putHeader("content-type", "application/json")
                .end(description(request).encodePrettily() + "\n");
          }
        };
    // A body is read and dropped, so that its sender is done when the answer comes.
    request
        .end()
        .onSuccess(
            _ -> {
              if (pod.delay().isZero()) {
                now.handle(0L);
              } else {
                vertx.setTimer(pod.delay().toMillis(), now);
              }
            });
  }

  private JsonObject description(HttpServerRequest request) {
    var headers = new JsonObject();
    request
        .headers()
        .names()
        .forEach(name -> headers.put(name.toLowerCase(Locale.ROOT), joined(request, name)));
    return new JsonObject()
        .put("service", pod.service())
        .put("pod", pod.pod())
        .put("method", request.method().name())
        .put("host", String.valueOf(request.authority()))
        .put("path", request.uri())
        .put("headers", headers);
  }

  private static String joined(HttpServerRequest request, String name) {
    return String.join(", ", request.headers().getAll(name));
  }
}
