package dev.gatehouse.operator.input.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.ServerWebSocketHandshake;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An API server whose answers begin, and then fall silent over an open connection. */
@Timeout(60)
class WatchfulClientTest {
  private static final Duration SILENCE = Duration.ofMillis(300);
  private static final String LIST =
      """
      {"apiVersion": "v1", "kind": "ServiceList", "metadata": {"resourceVersion": "7"}, "items": []}
      """;
  private static final String EVENT =
      """
      {"type": "ADDED", "object": {"apiVersion": "v1", "kind": "Service",
        "metadata": {"name": "orders", "namespace": "shop", "resourceVersion": "8"}}}
      """
          .replace("\n", "");

  private final Vertx vertx = Vertx.vertx();

  /** The version from which each watch was asked for, with what it was asked by. */
  private final BlockingQueue<String> watches = new LinkedBlockingQueue<>();

  private final AtomicInteger stalledLists = new AtomicInteger();
  private volatile boolean webSockets = true;
  private volatile boolean endsAtOnce;
  private final int port =
      vertx
          .createHttpServer()
          .requestHandler(this::answer)
          .webSocketHandshakeHandler(this::shake)
          .webSocketHandler(this::watch)
          .listen(0, "127.0.0.1")
          .await()
          .actualPort();
  private final KubernetesClient client =
      OperatorClient.of(
          new ConfigBuilder()
              .withAutoConfigure(false)
              .withMasterUrl("http://127.0.0.1:" + port)
              .build(),
          SILENCE);
  private final SharedIndexInformer<Service> informer =
      client.services().inAnyNamespace().runnableInformer(0).exceptionHandler((_, _) -> true);

  @AfterEach
  void close() {
    informer.stop();
    client.close();
    vertx.close().await();
  }

  @Test
  void aWatchThatFallsSilentIsOpenedAgainWhereItWas() throws InterruptedException {
    informer.start();

    assertEquals("WebSocket from 7", nextWatch());
    assertEquals("WebSocket from 8", nextWatch());
    assertEquals("WebSocket from 8", nextWatch());
  }

  @Test
  void soIsOneWithoutWebSockets() throws InterruptedException {
    webSockets = false;
    informer.start();

    assertEquals("GET from 7", nextWatch());
    assertEquals("GET from 8", nextWatch());
    assertEquals("GET from 8", nextWatch());
  }

  /** Whose end the JDK tells nobody of where it comes while the message is being read. */
  @Test
  void oneThatEndsRightAfterAMessageIsOpenedAgain() throws InterruptedException {
    endsAtOnce = true;
    informer.start();

    for (int i = 0; i < 50; i++) {
      nextWatch();
    }
  }

  @Test
  void aListingThatFallsSilentIsAskedForAgain() throws InterruptedException {
    stalledLists.set(2);
    informer.start();

    assertEquals("WebSocket from 7", nextWatch());
    assertEquals(0, stalledLists.get());
  }

  private String nextWatch() throws InterruptedException {
    String watch = watches.poll(30, TimeUnit.SECONDS);
    assertNotNull(watch, "no watch within 30 s");
    return watch;
  }

  private void shake(ServerWebSocketHandshake handshake) {
    if (webSockets) {
      handshake.accept();
    } else {
      handshake.reject(503);
    }
  }

  private void watch(ServerWebSocket socket) {
    String version = String.valueOf(socket.uri()).replaceFirst(".*resourceVersion=(\\d+).*", "$1");
    watches.add("WebSocket from " + version);
    var written = socket.writeTextMessage(EVENT);
    if (endsAtOnce) {
      written.onComplete(_ -> socket.close());
    }
  }

  private void answer(HttpServerRequest request) {
    HttpServerResponse response = request.response().setChunked(true);
    if ("true".equals(request.getParam("watch"))) {
      watches.add("GET from " + request.getParam("resourceVersion"));
      response.write(EVENT + "\n");
    } else if (stalledLists.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      response.write(LIST.substring(0, 10));
    } else {
      response.end(LIST);
    }
  }
}
