package dev.gatehouse.dataplane.proxy.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.net.InetAddress;
import java.net.Socket;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@Timeout(30)
@EnabledOnOs(OS.LINUX)
class LoopTransportTest {
  private final Vertx vertx = LoopTransport.vertx(1);

  @AfterEach
  void close() {
    vertx.close().await();
  }

  /** The thread that would is begun by the first listener that it has. */
  @Test
  void noOtherThreadAcceptsThanTheLoops() throws Exception {
    assertTrue(vertx.isNativeTransportEnabled());
    Set<Thread> before = acceptors();
    var listening = new Listening();
    vertx.deployVerticle(listening).await();

    try (var client = new Socket(InetAddress.getLoopbackAddress(), listening.port)) {
      assertEquals('x', client.getInputStream().read());
    }
    Set<Thread> begun = acceptors();
    begun.removeAll(before);
    assertEquals(Set.of(), begun);
  }

  private static Set<Thread> acceptors() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().contains("acceptor"))
        .collect(Collectors.toCollection(HashSet::new));
  }

  private static final class Listening extends VerticleBase {
    private volatile int port;

    @Override
    public Future<?> start() {
      return vertx
          .createNetServer()
          .connectHandler(socket -> socket.end(Buffer.buffer("x")))
          .listen(0, "127.0.0.1")
          .onSuccess(server -> port = server.actualPort());
    }
  }
}
