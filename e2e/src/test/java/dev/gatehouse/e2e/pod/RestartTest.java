package dev.gatehouse.e2e.pod;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.e2e.Eventually;
import dev.gatehouse.snapshot.Ack;
import dev.gatehouse.snapshot.SnapshotVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A container that is started again, while no operator is there. */
@Timeout(300)
class RestartTest {
  private static final Content FIRST = Content.NONE.saying("/a", "one").saying("/b", "one");
  private static final Content SECOND = FIRST.saying("/a", "two");

  @TempDir private Path folder;

  @Test
  void aRestartedContainerServesItsLastGoodSnapshotAtOnce() throws Exception {
    try (var before = PodProcess.start(folder, keeping())) {
      before.push(FIRST.whole());
      before.push(SECOND.since(FIRST));
      awaitKept(SECOND);
      before.kill();
    }

    try (var after = PodProcess.start(folder, keeping())) {
      assertEquals(
          "200 ready: restored, and not confirmed by an operator yet", after.probe("/readyz"));
      assertEquals("two", after.get("/a").body());
      assertEquals("one", after.get("/b").body());
      assertEquals(new Ack(SECOND.version(), List.of(), true), after.served());
      assertEquals(1, after.metric("gatehouse_snapshot_restored"));
      assertTrue(after.probe("/v1/config").contains("\"restored\" : true"));

      Content third = SECOND.saying("/b", "three");
      after.push(third.since(SECOND));

      assertEquals("200 ready", after.probe("/readyz"));
      assertEquals("three", after.get("/b").body());
      assertEquals(0, after.metric("gatehouse_snapshot_restored"));
      assertEquals(0, after.metric("gatehouse_snapshot_store_failures_total{operation=\"read\"}"));
    }
  }

  @Test
  void aContainerKilledInTheMiddleOfPushesServesOneOfTheirStates() throws Exception {
    Content sent = FIRST;
    for (int life = 1; life <= 3; life++) {
      try (var pod = PodProcess.start(folder, keeping());
          ExecutorService operator = Executors.newVirtualThreadPerTaskExecutor()) {
        Content base = sent;
        if (life == 1) {
          pod.push(base.whole());
        }
        Future<Content> last = operator.submit(() -> pushUntilItIsGone(pod, base));
        awaitSequence(pod, base.sequence() + 100L * life);
        pod.kill();
        sent = last.get();
      }
      try (var pod = PodProcess.start(folder, keeping())) {
        String a = pod.get("/a").body();
        assertEquals(a, pod.get("/b").body(), "both were always changed together");
        SnapshotVersion version = pod.served().version();
        assertNotNull(version);
        assertTrue(version.sequence() <= sent.sequence() && version.sequence() > 100, a);
        assertEquals(state(version.sequence()).version(), version);
        sent = state(version.sequence());
      }
    }
  }

  /** Pushes one state after the other, and returns the last that it tried. */
  private static Content pushUntilItIsGone(PodProcess pod, Content base) {
    Content before = base;
    while (true) {
      Content next = state(before.sequence() + 1);
      try {
        pod.push(next.since(before));
      } catch (UncheckedIOException e) {
        return next;
      }
      before = next;
    }
  }

  /** Each has the two paths say its own number. */
  private static Content state(long sequence) {
    String text = Long.toString(sequence);
    return sequence <= FIRST.sequence()
        ? FIRST
        : Content.NONE.saying("/a", text).saying("/b", text).at(1, sequence);
  }

  private static void awaitSequence(PodProcess pod, long sequence) {
    Eventually.until(
        "pushes come in",
        PodProcess.PATIENCE,
        () -> {
          SnapshotVersion version = pod.served().version();
          return version != null && version.sequence() >= sequence;
        });
  }

  @Test
  void aFreshPodIsNotReadyAndNeverAnswers404() {
    try (var pod = PodProcess.start(folder, keeping())) {
      assertEquals("503 no snapshot: waits for an operator's push", pod.probe("/readyz"));
      assertEquals("200 alive", pod.probe("/livez"));
      HttpResponse<String> answer = pod.get("/a");
      assertEquals(503, answer.statusCode());
      assertTrue(answer.body().contains("NOT_READY"), answer::body);

      pod.push(FIRST.whole());

      assertEquals("200 ready", pod.probe("/readyz"));
      assertEquals("one", pod.get("/a").body());
    }
  }

  @Test
  void aRestoredPodStepsBackBehindOneThatKnowsMore() throws Exception {
    try (var before = PodProcess.start(folder, keeping())) {
      before.push(FIRST.whole());
      awaitKept(FIRST);
    }
    try (var other = PodProcess.start(folder, "127.0.0.2", 0, "")) {
      other.push(state(FIRST.sequence() + 1).whole());
      String peers =
          "snapshot: {directory: %s, maxRestoredAge: 1s, peers: 127.0.0.2}".formatted(kept());
      try (var pod = PodProcess.start(folder, "127.0.0.1", other.observePort(), peers)) {
        pod.awaitProbe("/readyz", "503 stale");
        assertEquals("one", pod.get("/a").body(), "whoever comes still is served");

        other.kill();
        pod.awaitProbe("/readyz", "200 ready: restored");

        pod.push(FIRST.whole());
        assertEquals("200 ready", pod.probe("/readyz"));
      }
    }
  }

  private Path kept() {
    return folder.resolve("kept");
  }

  private String keeping() {
    return "snapshot: {directory: " + kept() + "}\n";
  }

  private void awaitKept(Content content) {
    Path file = kept().resolve("snapshot.journal");
    Eventually.until(
        "the snapshot is written down",
        PodProcess.PATIENCE,
        () -> {
          try {
            return Files.exists(file)
                && Files.readString(file, StandardCharsets.ISO_8859_1)
                    .contains(content.version().hash());
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }
}
