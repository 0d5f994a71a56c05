package dev.gatehouse.e2e.pod;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gatehouse.e2e.Eventually;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** No room where the snapshot is kept. */
@Timeout(300)
class FullDiskTest {
  private static final int ROOM = 256 << 10;
  private static final String FAILURES =
      "gatehouse_snapshot_store_failures_total{operation=\"write\"}";

  @TempDir private Path folder;

  @Test
  void aFullDiskCostsNothingButTheNextRestart() throws Exception {
    String keeping = "snapshot: {directory: " + folder.resolve("kept") + "}\n";
    Content small = Content.NONE.saying("/a", "small");
    Content large = small.saying("/a", "x".repeat(2 * ROOM));
    Content larger = large.saying("/b", "too");
    try (var pod = PodProcess.startWithFullDisk(folder, ROOM, keeping)) {
      pod.push(small.whole());
      pod.push(large.since(small));
      awaitFailures(pod, 1);
      assertEquals(2 * ROOM, pod.get("/a").body().length());
      pod.push(larger.since(large));
      awaitFailures(pod, 2);
      assertEquals("too", pod.get("/b").body());
      assertEquals("200 ready", pod.probe("/readyz"));
      assertEquals(1, said(pod, "The snapshot can't be kept in"));
      pod.kill();
    }

    Content smaller = larger.saying("/a", "small again");
    try (var pod = PodProcess.startWithFullDisk(folder, ROOM, keeping)) {
      assertEquals("small", pod.get("/a").body(), "an older state, but a whole one");
      assertEquals(404, pod.get("/b").statusCode());
      pod.push(larger.whole());
      awaitFailures(pod, 1);

      pod.push(smaller.since(larger));
      Eventually.until(
          "the snapshot is kept again",
          PodProcess.PATIENCE,
          () -> said(pod, "The snapshot is kept in") == 1);
      pod.kill();
    }

    try (var pod = PodProcess.startWithFullDisk(folder, ROOM, keeping)) {
      assertEquals("small again", pod.get("/a").body());
      assertEquals("too", pod.get("/b").body());
    }
  }

  private static void awaitFailures(PodProcess pod, int failures) {
    Eventually.until(
        failures + " failures are counted",
        PodProcess.PATIENCE,
        () -> pod.metric(FAILURES) == failures);
  }

  private static long said(PodProcess pod, String sentence) {
    return pod.output().lines().filter(line -> line.contains(sentence)).count();
  }
}
