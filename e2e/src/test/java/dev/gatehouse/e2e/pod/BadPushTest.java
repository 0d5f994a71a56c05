package dev.gatehouse.e2e.pod;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.snapshot.Push;
import dev.gatehouse.snapshot.PushCodec;
import dev.gatehouse.snapshot.SnapshotVersion;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Faults 6 and 7 at a real process, and what is kept on its disk meanwhile; {@code
 * PushListenerTest} has every way in which a body can be wrong.
 */
@Timeout(300)
class BadPushTest {
  private static final Content GOOD = Content.NONE.saying("/a", "good").at(3, 5);
  private static final Content BAD = GOOD.saying("/a", "bad");

  @TempDir private Path folder;

  @Test
  void whatIsRefusedIsNeitherServedNorKept() throws Exception {
    String settings =
        "snapshot: {directory: %s}%nlimits: {push: 64Ki}%n".formatted(folder.resolve("kept"));
    try (var pod = PodProcess.start(folder, settings)) {
      pod.push(GOOD.whole());

      assertEquals(GOOD.version(), pod.push(GOOD.whole()).version(), "once more is welcome");
      assertRefused(pod, 409, "STALE_VERSION", BAD.at(3, 4).whole());
      assertRefused(pod, 409, "STALE_VERSION", BAD.at(2, 9).whole());
      assertRefused(pod, 409, "STALE_VERSION", BAD.at(3, 5).whole());
      assertRefused(pod, 412, "BASE_MISMATCH", BAD.at(3, 6).since(BAD));
      Push lying = BAD.whole();
      assertRefused(
          pod,
          400,
          "HASH_MISMATCH",
          new Push("default", new SnapshotVersion(3, 6, "0".repeat(64)), null, lying.delta()));
      assertRefused(pod, 413, "TOO_LARGE", GOOD.saying("/a", "x".repeat(70_000)).whole());
      pushHalf(pod, BAD.whole());
      assertEquals("good", pod.get("/a").body());
      pod.signal("TERM");
      pod.exitStatus();
    }

    try (var pod = PodProcess.start(folder, settings)) {
      assertEquals("good", pod.get("/a").body());
      assertEquals(GOOD.version(), pod.served().version());
    }
  }

  private static void assertRefused(PodProcess pod, int status, String reason, Push push) {
    HttpResponse<String> answer = pod.offer(push);
    assertEquals(status, answer.statusCode(), answer::body);
    assertTrue(answer.body().contains(reason), answer::body);
    assertEquals("good", pod.get("/a").body());
  }

  /** As an operator does that is killed meanwhile. */
  private static void pushHalf(PodProcess pod, Push push) throws IOException {
    byte[] body = PushCodec.write(push);
    String head =
        "PUT /v1/snapshot HTTP/1.1\r\nhost: pod\r\ncontent-type: %s\r\ncontent-digest: %s\r\ncontent-length: %d\r\n\r\n"
            .formatted(PushCodec.MEDIA_TYPE, PushCodec.contentDigest(body), body.length);
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), pod.pushPort())) {
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().write(body, 0, body.length / 2);
    }
  }
}
