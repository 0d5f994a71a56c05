package dev.gatehouse.e2e.laptop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The example as a client of WebSocket sees it: messages of any size, and the closing handshake.
 */
@Timeout(60)
final class WebSocketExampleTest {
  private static final int LARGE = 3_000_000;

  @Test
  void messagesGoThereAndBack(@TempDir Path home) throws Exception {
    ExampleCopy.of(Path.of("../examples/websocket"), home);
    BlockingQueue<Object> heard = new LinkedBlockingQueue<>();
    Vertx vertx = Vertx.vertx();
    try (var laptop = new Laptop(home)) {
      WebSocketClient client =
          vertx.createWebSocketClient(new WebSocketClientOptions().setMaxMessageSize(2 * LARGE));
      WebSocket socket =
          get(
              client.connect(
                  new WebSocketConnectOptions()
                      .setHost("127.0.0.1")
                      .setPort(laptop.port())
                      .addHeader("host", "chat.example")
                      .setURI("/ws/room")));
      socket
          .textMessageHandler(heard::add)
          .binaryMessageHandler(heard::add)
          .pongHandler(heard::add)
          .closeHandler(_ -> heard.add("closed " + socket.closeStatusCode()));

      get(socket.writeTextMessage("hello"));
      assertEquals("hello", next(heard));
      Buffer large = Buffer.buffer(new byte[LARGE]);
      get(socket.writeBinaryMessage(large));
      assertEquals(large, next(heard));
      get(socket.writePing(Buffer.buffer("?")));
      assertEquals(Buffer.buffer("?"), next(heard));

      get(socket.close((short) 1000));
      assertEquals("closed 1000", next(heard));
      // Up to here, or it could be collected as garbage, and its connections with it.
      get(client.close());
    } finally {
      get(vertx.close());
    }
  }

  private static <T> T get(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  private static Object next(BlockingQueue<Object> heard) throws InterruptedException {
    Object next = heard.poll(20, TimeUnit.SECONDS);
    return next == null ? "nothing" : next;
  }
}
