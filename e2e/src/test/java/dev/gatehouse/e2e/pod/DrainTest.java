package dev.gatehouse.e2e.pod;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.e2e.Eventually;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** SIGTERM under load, and with requests that take longer than the pod has. */
@Timeout(300)
class DrainTest {
  @TempDir private Path folder;

  @Test
  void clientsThatKeepTheirConnectionsLoseNothing() throws Exception {
    Content content = Content.NONE.saying("/a", "one");
    String drain = "drain: {delay: 2s, deadline: 30s}\naccessLog: {mode: \"off\"}\n";
    try (var leaving = PodProcess.start(folder, drain);
        var staying = PodProcess.start(folder, drain)) {
      leaving.push(content.whole());
      staying.push(content.whole());
      try (var load = new ServiceLoad("/a", "one", leaving, staying)) {
        load.awaitMore(2000);

        leaving.signal("TERM");
        leaving.awaitProbe("/readyz", "503 draining");
        load.awaitMore(200);

        assertEquals(0, leaving.exitStatus());
        load.awaitMore(2000);
        load.assertClean();
      }
      assertTrue(staying.isAlive());
    }
  }

  @Test
  void aRequestThatRunsLongerThanTheDelayIsFinished() throws Exception {
    try (var backend = new WaitingBackend();
        var pod = PodProcess.start(folder, "drain: {delay: 100ms, deadline: 60s}")) {
      pod.push(Content.NONE.forwarding("/slow", backend.port()).whole());
      var answer = CompletableFuture.supplyAsync(() -> pod.get("/slow"));
      backend.awaitRequest();

      pod.signal("TERM");
      Eventually.until("nobody is let in", PodProcess.PATIENCE, () -> refusesConnections(pod));
      backend.release();

      assertEquals("at last", answer.join().body());
      assertEquals(0, pod.exitStatus());
      assertTrue(pod.output().contains("\"path\":\"/slow\",\"status\":200"), pod::output);
    }
  }

  @Test
  void aRequestThatRunsLongerThanTheDeadlineIsCutAndLogged() throws Exception {
    try (var backend = new WaitingBackend();
        var pod = PodProcess.start(folder, "drain: {delay: 100ms, deadline: 1s}")) {
      pod.push(Content.NONE.forwarding("/slow", backend.port()).whole());
      var answer = CompletableFuture.supplyAsync(() -> pod.get("/slow"));
      backend.awaitRequest();

      long signalled = System.nanoTime();
      pod.signal("TERM");

      HttpResponse<String> cut = answer.join();
      assertEquals(503, cut.statusCode());
      assertTrue(cut.body().contains("SHUTDOWN"), cut::body);
      assertEquals(0, pod.exitStatus());
      assertTrue(System.nanoTime() - signalled > 1_000_000_000, "not before the deadline");
      assertTrue(
          pod.output().contains("\"path\":\"/slow\",\"status\":503,\"reason\":\"SHUTDOWN\""),
          pod::output);
    }
  }

  @ParameterizedTest
  @CsvSource({"TERM, TERM, 143", "TERM, INT, 130", "INT, TERM, 143"})
  void aSecondSignalEndsItAtOnce(String first, String second, int status) throws Exception {
    try (var pod = PodProcess.start(folder, "drain: {delay: 1h, deadline: 2h}")) {
      pod.push(Content.NONE.saying("/a", "one").whole());
      pod.signal(first);
      pod.awaitProbe("/readyz", "503 draining");
      assertEquals("one", pod.get("/a").body());

      pod.signal(second);

      assertEquals(status, pod.exitStatus());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TERM", "INT"})
  void withNothingToDoItEndsWellBeforeTheDeadline(String signal) throws Exception {
    try (var pod = PodProcess.start(folder, "drain: {delay: 100ms, deadline: 1h}")) {
      pod.signal(signal);

      assertEquals(0, pod.exitStatus());
    }
  }

  private static boolean refusesConnections(PodProcess pod) {
    try {
      pod.get("/a");
      return false;
    } catch (UncheckedIOException e) {
      return e.getCause() instanceof ConnectException;
    }
  }
}
