package dev.gatehouse.e2e.push;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.e2e.Eventually;
import dev.gatehouse.snapshot.PushCodec;
import dev.gatehouse.snapshot.identity.ChannelIdentity;
import io.vertx.core.Vertx;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The files of the push listener's certificate, as they come and change. */
@Timeout(60)
class PodFilesTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Vertx vertx = Vertx.vertx();
  private final Ends ends = new Ends();
  private final ChannelIdentity operator = ends.operatorGoingBy(ends.operator());
  private final Map<String, String> good = ends.mounted(ends.dataPlane());
  @TempDir Path folder;
  private Mount mount;

  @BeforeEach
  void begin() {
    mount = new Mount(folder);
  }

  @AfterEach
  void close() {
    vertx.close().await();
  }

  @Test
  void aPodWithoutFilesRunsAndTakesNobodyUntilTheyAreThere() throws Exception {
    try (var pod = new SecuredPod(vertx, mount, Ends.CLOCK);
        var port = PushPort.as(operator, pod.pushPort());
        var plain = PushPort.plain(pod.pushPort())) {
      assertEquals(200, pod.observe("/livez").statusCode());
      assertEquals(503, pod.observe("/readyz").statusCode());
      assertThrows(IOException.class, port::served);
      assertThrows(IOException.class, plain::served);

      mount.put(good);
      Eventually.until("the files are taken over", PATIENCE, () -> pod.reloads() == 1);

      assertEquals(200, port.put(Snapshots.whole(1, "hello")).statusCode());
      assertEquals("hello", pod.traffic("/hello").body());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"tls.crt", "tls.key", "ca.crt"})
  void whatCannotBeUsedChangesNothing(String file) throws Exception {
    mount.put(good);
    try (var pod = new SecuredPod(vertx, mount, Ends.CLOCK)) {
      var spoilt = new HashMap<>(good);
      spoilt.put(file, "garbage");
      mount.put(spoilt);
      Eventually.until("the garbage is seen", PATIENCE, () -> pod.failures() == 1);

      try (var port = PushPort.as(operator, pod.pushPort())) {
        assertEquals(200, port.served().statusCode());
      }
      assertEquals(1, pod.reloads());

      mount.put(good);
      Eventually.until("it is as before", PATIENCE, () -> pod.reloads() == 2);
    }
  }

  @Test
  void aCertificateOfTheOtherEndIsNoneOfThePods() {
    mount.put(ends.mounted(ends.operator()));
    try (var pod = new SecuredPod(vertx, mount, Ends.CLOCK)) {
      assertEquals(1, pod.failures());
      assertEquals(0, pod.reloads());
    }
  }

  @Test
  void aPushThatIsUnderWayGoesOnWhileTheFilesChange() throws Exception {
    mount.put(good);
    byte[] body = PushCodec.write(Snapshots.whole(1, "hello"));
    try (var pod = new SecuredPod(vertx, mount, Ends.CLOCK);
        Socket socket = PushPort.connect(operator, pod.pushPort())) {
      OutputStream out = socket.getOutputStream();
      out.write(
          """
          PUT /v1/snapshot HTTP/1.1\r
          Host: pod\r
          Content-Type: %s\r
          Content-Digest: %s\r
          Content-Length: %d\r
          \r
          """
              .formatted(PushCodec.MEDIA_TYPE, PushCodec.contentDigest(body), body.length)
              .getBytes(StandardCharsets.US_ASCII));
      out.write(body, 0, 10);
      out.flush();

      mount.put(ends.mounted(ends.dataPlane()));
      Eventually.until("the files are taken over", PATIENCE, () -> pod.reloads() == 2);
      out.write(body, 10, body.length - 10);
      out.flush();

      var in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
      String status = String.valueOf(in.readLine());
      assertTrue(status.startsWith("HTTP/1.1 200 "), status);
      assertEquals("hello", pod.traffic("/hello").body());
    }
  }
}
