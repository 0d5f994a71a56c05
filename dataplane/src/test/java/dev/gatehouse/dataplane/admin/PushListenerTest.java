package dev.gatehouse.dataplane.admin;

import static dev.gatehouse.dataplane.admin.Pushes.delta;
import static dev.gatehouse.dataplane.admin.Pushes.resource;
import static dev.gatehouse.dataplane.admin.Pushes.whole;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.dataplane.observe.PushMetrics;
import dev.gatehouse.dataplane.settings.DataPlaneSettings;
import dev.gatehouse.dataplane.settings.DataPlaneSettings.Limits;
import dev.gatehouse.dataplane.settings.DataPlaneSettings.Listener;
import dev.gatehouse.snapshot.Ack;
import dev.gatehouse.snapshot.Encoded;
import dev.gatehouse.snapshot.Push;
import dev.gatehouse.snapshot.PushCodec;
import dev.gatehouse.snapshot.SnapshotVersion;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PushListenerTest {
  private static final int LIMIT = 64 << 10;
  private static final Encoded A = resource("route/a", "one");
  private static final Encoded B = resource("route/b", "two");
  private static final Encoded B2 = resource("route/b", "three");

  private final Vertx vertx = Vertx.vertx();
  private final HttpClient client = HttpClient.newHttpClient();
  private final List<Set<Encoded>> activated = new CopyOnWriteArrayList<>();
  private volatile boolean failing;
  private final Set<Encoded> unusable = new HashSet<>();
  private final SnapshotStore store =
      new SnapshotStore(
          "default",
          (next, _) -> {
            if (failing) {
              throw new IllegalStateException("as a bug would");
            }
            activated.add(Set.copyOf(next.resources().values()));
            return next.resources().values().stream()
                .filter(unusable::contains)
                .map(r -> new Ack.Rejection(r.id(), r.hash(), "INVALID_RESOURCE", "no"))
                .toList();
          },
          (_, _) -> {});
  private int port;

  @BeforeEach
  void listen() {
    DataPlaneSettings standard = DataPlaneSettings.standard();
    Limits limits = standard.limits();
    var local = new Listener("127.0.0.1", 0);
    DataPlaneSettings settings =
        standard
            .withListeners(local, local, local)
            .withLimits(
                new Limits(
                    limits.requestLineBytes(),
                    limits.headerBytes(),
                    limits.fields(),
                    limits.bodyBytes(),
                    limits.streams(),
                    limits.clientConnections(),
                    limits.clientConnectionsPerAddress(),
                    limits.upstreamConnections(),
                    limits.upstreamPending(),
                    LIMIT,
                    2 * LIMIT,
                    limits.metricSeries()));
    var metrics = new PushMetrics(new SimpleMeterRegistry());
    port =
        PushListener.listen(
                vertx,
                vertx.createSharedWorkerExecutor("push", 1),
                settings,
                new Intake(),
                metrics,
                null)
            .await()
            .actualPort();
  }

  @AfterEach
  void close() {
    client.close();
    vertx.close().await();
  }

  @Test
  void aPodWithoutASnapshotSaysSo() throws Exception {
    HttpResponse<byte[]> answer = send(request().GET());

    assertEquals(200, answer.statusCode());
    assertNull(PushCodec.readAck(answer.body()).version());
  }

  @Test
  void aWholeSnapshotIsLiveWhenItIsAnswered() throws Exception {
    Push push = whole(1, 1, A, B);

    assertAcknowledged(push, put(push));

    assertEquals(List.of(Set.of(A, B)), activated);
    assertAcknowledged(push, send(request().GET()));
  }

  @Test
  void aDeltaChangesWhatIsThere() throws Exception {
    put(whole(1, 1, A, B));
    Push change = delta(1, 2, Pushes.of(A, B), B2);

    assertAcknowledged(change, patch(change));

    assertEquals(Set.of(B2), activated.getLast());
  }

  @Test
  void gzipIsUnderstood() throws Exception {
    Push push = whole(1, 1, A, B);
    byte[] body = gzip(PushCodec.write(push));

    HttpResponse<byte[]> answer =
        send(
            request(body).header("content-encoding", "gzip").PUT(BodyPublishers.ofByteArray(body)));

    assertAcknowledged(push, answer);
  }

  @Test
  void thePushOnceMoreIsAcknowledgedAndChangesNothing() throws Exception {
    put(whole(1, 1, A));
    Push change = delta(1, 2, Pushes.of(A), A, B);
    patch(change);

    assertAcknowledged(change, patch(change));

    assertEquals(2, activated.size());
  }

  @Test
  void aNewEpochWithTheSameContentIsLearnt() throws Exception {
    put(whole(1, 7, A));
    Push lesson = delta(2, 1, Pushes.of(A), A);

    assertAcknowledged(lesson, patch(lesson));

    assertEquals(1, activated.size());
    assertRefused(409, "STALE_VERSION", put(whole(1, 8, A, B)));
  }

  @Test
  void anOlderPushIsRefused() throws Exception {
    put(whole(3, 5, A));

    assertRefused(409, "STALE_VERSION", put(whole(3, 4, A, B)));
    assertRefused(409, "STALE_VERSION", put(whole(2, 9, A, B)));
    assertRefused(409, "STALE_VERSION", put(whole(3, 5, A, B)));
    assertServed(A);
  }

  @Test
  void aDeltaOfAnotherBaseAsksForTheWhole() throws Exception {
    put(whole(1, 1, A));

    assertRefused(412, "BASE_MISMATCH", patch(delta(1, 2, Pushes.of(A, B), A, B2)));
    assertServed(A);
  }

  @Test
  void aRejectedResourceIsKeptSoThatTheNextChangeIsADelta() throws Exception {
    unusable.add(B);
    Push push = whole(1, 1, A, B);

    Ack ack = PushCodec.readAck(put(push).body());

    assertEquals(
        List.of(new Ack.Rejection(B.id(), B.hash(), "INVALID_RESOURCE", "no")), ack.rejected());
    Push next = delta(1, 2, Pushes.of(A, B), A, B2);
    assertAcknowledged(next, patch(next));
  }

  @Test
  void aCorruptPushIsRefusedBeforeItIsParsed() throws Exception {
    byte[] body = PushCodec.write(whole(1, 1, A));
    String digest = PushCodec.contentDigest(body);
    body[body.length / 2] ^= 1;

    assertRefused(400, "BAD_DIGEST", put(body, digest));
    assertRefused(400, "BAD_DIGEST", put(body, "md5=:AAAA:"));
    assertRefused(400, "BAD_DIGEST", put(new byte[0], "sha-256=::"));
  }

  @Test
  void aPushWithoutADigestIsRefused() throws Exception {
    byte[] body = PushCodec.write(whole(1, 1, A));

    HttpResponse<byte[]> answer = send(request().PUT(BodyPublishers.ofByteArray(body)));

    assertRefused(400, "BAD_DIGEST", answer);
  }

  @Test
  void aPushThatIsCutInsideIsMalformed() throws Exception {
    byte[] body = PushCodec.write(whole(1, 1, A, B));
    byte[] cut = Arrays.copyOf(body, body.length - 10);

    assertRefused(400, "MALFORMED", put(cut, PushCodec.contentDigest(cut)));
    HttpResponse<byte[]> noGzip =
        send(
            request(body).header("content-encoding", "gzip").PUT(BodyPublishers.ofByteArray(body)));
    assertRefused(400, "MALFORMED", noGzip);
  }

  @Test
  void aConnectionCutInTheMiddleLeavesWhatWasServed() throws Exception {
    put(whole(1, 1, A));
    byte[] body = PushCodec.write(whole(1, 2, A, B));
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      String head =
          "PUT /v1/snapshot HTTP/1.1\r\nhost: pod\r\ncontent-type: %s\r\ncontent-digest: %s\r\ncontent-length: %d\r\n\r\n"
              .formatted(PushCodec.MEDIA_TYPE, PushCodec.contentDigest(body), body.length);
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().write(body, 0, body.length / 2);
    }

    Push next = delta(1, 3, Pushes.of(A), B);
    assertAcknowledged(next, patch(next));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          "epoch":1         | "epoch":1.5                   | version.epoch: Cannot coerce
          "epoch":1         | "epoch":"1"                   | version.epoch: Cannot coerce
          "epoch":1         | "epoch":-1                    | not negative
          "epoch":1         | "epoch":1,"epoch":2           | version: Duplicate field 'epoch'
          "epoch":1         | "epoch":9223372036854775808   | version.epoch: Numeric value
          "epoch":1,        | ~~                            | version.epoch: Cannot map `null`
          "sequence":2      | "sequence":2.0                | version.sequence: Cannot coerce
          "sequence":2      | "sequence":-2                 | not negative
          "sequence":2      | "sequence":null               | version.sequence: Cannot map `null`
          "hash":           | "hash":null,"hsh":            | version.hash: Invalid `null`
          "upserted":2      | "upserted":3                  | announces 3 resources and holds 2
          "fleet":          | "flet":                       | fleet: Invalid `null`
          "fleet":"default" | "fleet":null                  | fleet: Invalid `null`
          "removed":[]      | "removed":["x y"]             | removed[0]: Cannot construct
          "removed":[]      | "removed":[null]              | removed
          "removed":[]      | "removed":[1.5]               | removed[0]: Cannot deserialize
          "removed":[]      | "removed":null                | removed: Invalid `null`
          "removed":[],     | ~~                            | removed: Invalid `null`
          "says":"two"      | "says":"two","says":"x"       | line 3: Duplicate field 'says'
          "id":"route/b"    | "id":7                        | line 3: a resource without an id
          "id":"route/b"    | "id":"route/a"                | route/a comes twice
          """)
  void aHeaderThatIsNoneIsRefusedByWhatIsWrongWithIt(String good, String bad, String named)
      throws Exception {
    put(whole(1, 1, A));
    String body = new String(PushCodec.write(whole(1, 2, A, B)), StandardCharsets.UTF_8);
    assertTrue(body.contains(good), body);
    byte[] spoilt = body.replaceFirst(Pattern.quote(good), bad).getBytes(StandardCharsets.UTF_8);

    HttpResponse<byte[]> answer = put(spoilt, PushCodec.contentDigest(spoilt));

    assertRefused(400, "MALFORMED", answer);
    String message = PushCodec.readProblem(answer.body()).message();
    assertTrue(message.contains(named), message);
    assertServed(A);
  }

  @Test
  void aVersionWhoseHashIsAnotherIsRefused() throws Exception {
    Push lying =
        new Push(
            "default", new SnapshotVersion(1, 1, "0".repeat(64)), null, whole(1, 1, A).delta());

    assertRefused(400, "HASH_MISMATCH", put(lying));
    assertTrue(activated.isEmpty());
  }

  @Test
  void anotherFleetsPushIsRefused() throws Exception {
    Push push = whole(1, 1, A);

    HttpResponse<byte[]> answer = put(new Push("edge", push.version(), push.base(), push.delta()));

    assertRefused(400, "WRONG_FLEET", answer);
  }

  @Test
  void anotherFormatIsRefused() throws Exception {
    byte[] body = PushCodec.write(whole(1, 1, A));

    for (String type : List.of("application/vnd.gatehouse.snapshot.v2+ndjson", "text/plain")) {
      HttpResponse<byte[]> answer =
          send(request(body).setHeader("content-type", type).PUT(BodyPublishers.ofByteArray(body)));
      assertRefused(415, "UNSUPPORTED_FORMAT", answer);
    }
    HttpResponse<byte[]> brotli =
        send(request(body).header("content-encoding", "br").PUT(BodyPublishers.ofByteArray(body)));
    assertRefused(415, "UNSUPPORTED_FORMAT", brotli);
  }

  @Test
  void aPushThatIsTooLargeIsRefusedAndTheNextIsTaken() throws Exception {
    put(whole(1, 1, A));
    byte[] large = new byte[LIMIT + 1];
    byte[] bomb = gzip(new byte[32 << 20]);
    assertTrue(bomb.length < LIMIT, () -> bomb.length + " bytes");

    assertRefused(413, "TOO_LARGE", put(large, PushCodec.contentDigest(large)));
    for (String method : List.of("PUT", "PATCH")) {
      HttpRequest.Builder request =
          request(bomb)
              .header("content-encoding", "gzip")
              .method(method, BodyPublishers.ofByteArray(bomb));
      assertRefused(413, "TOO_LARGE", send(request));
    }

    assertServed(A);
    Push next = delta(1, 2, Pushes.of(A), B);
    assertAcknowledged(next, patch(next));
  }

  @Test
  void whatInflatesToMoreThanAnyHeapIsRefusedWithoutInflatingIt() throws Exception {
    byte[] member = gzip(new byte[32 << 20]);
    var bomb = new ByteArrayOutputStream();
    for (int i = 0; i < 256; i++) {
      bomb.writeBytes(member);
    }
    byte[] bytes = bomb.toByteArray();
    var body = new PushBody(true, true, PushCodec.contentDigest(bytes), null, bytes);

    RefusedPush refused = assertThrows(RefusedPush.class, () -> body.open(LIMIT, () -> {}));

    assertEquals(RefusedPush.Why.TOO_LARGE, refused.why());
  }

  @Test
  void theMethodHasToFitTheBody() throws Exception {
    Push push = whole(1, 1, A);
    put(push);
    byte[] body = PushCodec.write(whole(1, 2, B));
    byte[] change = PushCodec.write(delta(1, 2, Pushes.of(A), B));

    assertRefused(
        400, "MALFORMED", send(request(body).method("PATCH", BodyPublishers.ofByteArray(body))));
    assertRefused(
        400,
        "MALFORMED",
        send(request(change).method("PATCH", BodyPublishers.ofByteArray(change))));
    assertServed(A);
  }

  @Test
  void aFailureOfThePodItselfLeavesWhatWasServed() throws Exception {
    put(whole(1, 1, A));
    failing = true;

    assertRefused(500, "INTERNAL", put(whole(1, 2, B)));
    failing = false;

    assertServed(A);
    Push next = delta(1, 3, Pushes.of(A), B);
    assertAcknowledged(next, patch(next));
  }

  private void assertServed(Encoded... resources) {
    assertEquals(Set.of(resources), new HashSet<>(store.served().snapshot().resources().values()));
    assertEquals(Set.of(resources), activated.getLast());
  }

  private static void assertAcknowledged(Push push, HttpResponse<byte[]> answer)
      throws IOException {
    assertEquals(200, answer.statusCode(), () -> new String(answer.body(), StandardCharsets.UTF_8));
    assertEquals(push.version(), PushCodec.readAck(answer.body()).version());
  }

  private static void assertRefused(int status, String reason, HttpResponse<byte[]> answer)
      throws IOException {
    assertEquals(status, answer.statusCode());
    assertEquals(reason, PushCodec.readProblem(answer.body()).reason());
  }

  private HttpResponse<byte[]> put(Push push) throws Exception {
    byte[] body = PushCodec.write(push);
    return put(body, PushCodec.contentDigest(body));
  }

  private HttpResponse<byte[]> put(byte[] body, String digest) throws Exception {
    return send(request().header("content-digest", digest).PUT(BodyPublishers.ofByteArray(body)));
  }

  private HttpResponse<byte[]> patch(Push push) throws Exception {
    byte[] body = PushCodec.write(push);
    return send(
        request(body)
            .header("if-match", "\"" + push.base() + "\"")
            .method("PATCH", BodyPublishers.ofByteArray(body)));
  }

  private HttpRequest.Builder request(byte[] body) {
    return request().header("content-digest", PushCodec.contentDigest(body));
  }

  private HttpRequest.Builder request() {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/snapshot"))
        .version(HttpClient.Version.HTTP_1_1)
        .timeout(Duration.ofSeconds(20))
        .header("content-type", PushCodec.MEDIA_TYPE);
  }

  private HttpResponse<byte[]> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), BodyHandlers.ofByteArray());
  }

  private static byte[] gzip(byte[] plain) throws IOException {
    var out = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(out)) {
      gzip.write(plain);
    }
    return out.toByteArray();
  }

  private final class Intake implements PushListener.Intake {
    @Override
    public Ack take(PushBody body) throws RefusedPush {
      return store.take(body.open(2 * LIMIT, () -> {}));
    }

    @Override
    public Ack live() {
      return store.served().ack();
    }
  }
}
