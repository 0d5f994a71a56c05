package dev.gatehouse.e2e.pod;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gatehouse.e2e.apiserver.Network;
import java.io.IOException;
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

      pod.push(Content.NONE.forwarding("/gone", Network.freePorts(1)[0]).whole());
      for (int i = 0; i < 100; i++) {
        assertEquals(503, pod.get("/gone").statusCode());
      }

      assertEquals("200 alive", pod.probe("/livez"));
      assertEquals("200 ready", pod.probe("/readyz"));
    }
  }
}
