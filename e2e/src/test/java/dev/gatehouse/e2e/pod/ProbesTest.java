package dev.gatehouse.e2e.pod;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class ProbesTest {
  @TempDir private Path folder;

  @Test
  void noBackendAndNoOperatorMakesAPodLookDead() throws IOException {
    try (var pod = PodProcess.start(folder, "")) {
      assertEquals("200 alive", pod.probe("/livez"));

      pod.push(Content.NONE.forwarding("/gone", closedPort()).whole());
      for (int i = 0; i < 100; i++) {
        assertEquals(503, pod.get("/gone").statusCode());
      }

      assertEquals("200 alive", pod.probe("/livez"));
      assertEquals("200 ready", pod.probe("/readyz"));
    }
  }

  private static int closedPort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
