package dev.gatehouse.e2e.pod;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A pod that joins a fleet of 5,000 routes. */
@Timeout(300)
class ScaleOutTest {
  private static final int ROUTES = 5_000;

  @TempDir private Path folder;

  @Test
  void aPodIsReadyOnlyOnceItServesEveryRoute() {
    Content all = Content.NONE;
    for (int i = 0; i < ROUTES; i++) {
      all = all.saying("/route-" + i, "route " + i);
    }
    Content full = all;
    try (var pod = PodProcess.start(folder, "accessLog: {mode: \"off\"}\n")) {
      var pushed = CompletableFuture.supplyAsync(() -> pod.push(full.whole()));

      List<String> seen = new ArrayList<>();
      for (int i = 0; seen.isEmpty() || !seen.getLast().startsWith("200"); i = (i + 997) % ROUTES) {
        seen.add(pod.probe("/readyz"));
        var answer = pod.get("/route-" + i);
        if (seen.getLast().startsWith("200")) {
          assertEquals("route " + i, answer.body());
        } else {
          assertTrue(answer.statusCode() == 503 || answer.statusCode() == 200, answer::body);
        }
      }

      assertEquals(full.version(), pushed.join().version());
      for (int i = 0; i < ROUTES; i += 499) {
        assertEquals("route " + i, pod.get("/route-" + i).body());
      }
    }
  }
}
