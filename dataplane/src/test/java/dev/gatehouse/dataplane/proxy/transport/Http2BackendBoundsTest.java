package dev.gatehouse.dataplane.proxy.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.dataplane.exchange.Reason;
import dev.gatehouse.dataplane.proxy.ProxySettings;
import dev.gatehouse.dataplane.proxy.Routes;
import dev.gatehouse.dataplane.proxy.TestSettings;
import dev.gatehouse.dataplane.upstream.ConnectionPool;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a bad backend of HTTP/2 may make the gateway do, and whom it harms. */
@Timeout(60)
class Http2BackendBoundsTest {
  private static final int BOUND = 16 << 20;
  private static final int SETTINGS_STREAMS = 3;
  private static final int SETTINGS_WINDOW = 4;
  private static final int SETTINGS_TABLE = 1;

  private static Gateway gateway(FrameBackend backend) {
    return new Gateway(TestSettings.standard(), Routes.all()).toHttp2(backend.endpoint());
  }

  /** What it writes, again and again, to whoever asks it for anything but {@code /good}. */
  private static FrameBackend flooding(byte[] frames) throws IOException {
    return FrameBackend.answering(
        (peer, stream, request) -> {
          if ("/good".equals(request.head().get(":path"))) {
            FrameBackend.ok(peer, stream, "good");
          } else {
            for (int i = 0; i < 100_000; i++) {
              peer.bytes(frames);
            }
          }
        });
  }

  private static void endsTheConnection(byte[] frame) throws Exception {
    var many = new byte[frame.length * 100];
    for (int i = 0; i < 100; i++) {
      System.arraycopy(frame, 0, many, i * frame.length, frame.length);
    }
    try (var backend = flooding(many);
        var gateway = gateway(backend);
        var client = gateway.client()) {
      assertEquals(502, client.post("/", "").status());
      assertEquals(Reason.UPSTREAM_PROTOCOL, gateway.outcome().reason());
      assertTrue(gateway.backendsGone().tryAcquire(10, TimeUnit.SECONDS));
      assertEquals("good", client.get("/good").body());
    }
  }

  @Test
  void pings() throws Exception {
    endsTheConnection(new Frame(Frame.PING, 0, 0, new byte[8]).bytes());
  }

  @Test
  void answersToPingsThatWereNotSent() throws Exception {
    endsTheConnection(new Frame(Frame.PING, Frame.ACK, 0, new byte[8]).bytes());
  }

  @Test
  void settings() throws Exception {
    endsTheConnection(new Frame(Frame.SETTINGS, 0, 0, new byte[0]).bytes());
  }

  @Test
  void priorities() throws Exception {
    endsTheConnection(new Frame(Frame.PRIORITY, 0, 99, new byte[5]).bytes());
  }

  @Test
  void framesOfAnUnknownKind() throws Exception {
    endsTheConnection(new Frame(99, 0, 0, new byte[0]).bytes());
  }

  @Test
  void emptyData() throws Exception {
    try (var backend =
            FrameBackend.answering(
                (peer, stream, request) -> {
                  if ("/good".equals(request.head().get(":path"))) {
                    FrameBackend.ok(peer, stream, "good");
                    return;
                  }
                  peer.headers(stream, false, ":status", "200");
                  for (int i = 0; i < 1000; i++) {
                    peer.data(stream, false, new byte[0]);
                  }
                });
        var gateway = gateway(backend);
        var client = gateway.frames()) {
      assertEquals(2, client.get(1, "/").answer(1).reset());
      assertEquals("good", client.get(3, "/good").answer(3).body());
    }
  }

  @Test
  void aHeadInManyPieces() throws Exception {
    try (var backend =
            FrameBackend.answering(
                (peer, stream, request) -> {
                  if ("/good".equals(request.head().get(":path"))) {
                    FrameBackend.ok(peer, stream, "good");
                    return;
                  }
                  peer.send(Frame.HEADERS, 0, stream, (byte) 0x88);
                  for (int i = 0; i < 1000; i++) {
                    peer.send(Frame.CONTINUATION, 0, stream);
                  }
                });
        var gateway = gateway(backend);
        var client = gateway.client()) {
      assertEquals(502, client.post("/", "").status());
      assertEquals("good", client.get("/good").body());
    }
  }

  @Test
  void aHeadThatDoesNotComeToItsEnd() throws Exception {
    try (var backend =
            FrameBackend.answering(
                (peer, stream, request) -> {
                  if ("/good".equals(request.head().get(":path"))) {
                    FrameBackend.ok(peer, stream, "good");
                  } else {
                    peer.send(Frame.HEADERS, 0, stream, (byte) 0x88);
                  }
                });
        var gateway = gateway(backend);
        var client = gateway.client()) {
      client.socket().setSoTimeout(30_000);
      assertEquals(502, client.post("/", "").status());
      assertEquals(Reason.UPSTREAM_PROTOCOL, gateway.outcome().reason());
      assertEquals("good", client.get("/good").body());
    }
  }

  /** One field that is kept, and then named thousands of times (RFC 7541). */
  @Test
  void aHeadThatGrowsWhenItIsUnpacked() throws Exception {
    try (var backend =
            FrameBackend.answering(
                (peer, stream, request) -> {
                  if ("/good".equals(request.head().get(":path"))) {
                    FrameBackend.ok(peer, stream, "good");
                    return;
                  }
                  var block = new byte[4 + 1 + 3 + 3000 + 8000];
                  int at = 0;
                  block[at++] = (byte) 0x88;
                  block[at++] = 0x40;
                  block[at++] = 1;
                  block[at++] = 'x';
                  block[at++] = 0x7f;
                  block[at++] = (byte) (0x80 | ((3000 - 127) & 0x7f));
                  block[at++] = (byte) ((3000 - 127) >> 7);
                  for (int i = 0; i < 3000; i++) {
                    block[at++] = 'a';
                  }
                  while (at < block.length) {
                    block[at++] = (byte) 0xbe;
                  }
                  peer.send(Frame.HEADERS, Frame.END_HEADERS | Frame.END_STREAM, stream, block);
                });
        var gateway = gateway(backend);
        var client = gateway.client()) {
      assertEquals(502, client.post("/", "").status());
      assertEquals("good", client.get("/good").body());
    }
  }

  /** What the backend had on its way for them is none of its faults, however many they were. */
  @Test
  void manyCallsThatAreGivenUpAtOnceLeaveOthersAlone() throws Exception {
    int calls = 300;
    var begun = new CountDownLatch(1);
    try (var backend = new FrameBackend((peer, _) -> sendOnAfterResets(peer, calls, begun));
        var gateway = gateway(backend);
        var other = gateway.client()) {
      other.send("GET /good HTTP/1.1\r\nHost: a\r\n\r\n");
      var clients = new ArrayList<FrameClient>();
      for (int i = 0; i < 3; i++) {
        FrameClient client = gateway.frames();
        clients.add(client);
        for (int j = 0; j < calls / 3; j++) {
          client.get(2 * j + 1, "/");
        }
      }
      assertTrue(begun.await(20, TimeUnit.SECONDS));
      for (FrameClient client : clients) {
        client.close();
      }

      Message answer = other.answer();
      assertNotNull(answer);
      assertEquals("good", answer.body());
      assertEquals(1, backend.connections());
    }
  }

  private static void sendOnAfterResets(FrameClient peer, int calls, CountDownLatch begun)
      throws IOException {
    peer.accept().readUntil(() -> peer.streams().stream().filter(id -> id > 0).count() > calls);
    List<Integer> given =
        peer.streams().stream()
            .filter(id -> id > 0 && !"/good".equals(peer.on(id).head().get(":path")))
            .toList();
    for (int stream : given) {
      peer.headers(stream, false, ":status", "200");
    }
    begun.countDown();
    peer.readUntil(() -> given.stream().allMatch(stream -> peer.on(stream).reset() >= 0));
    for (int stream : given) {
      peer.data(stream, false, "late");
    }
    for (int stream : peer.streams()) {
      if (stream > 0 && !given.contains(stream)) {
        FrameBackend.ok(peer, stream, "good");
      }
    }
    peer.end();
  }

  /** Each stream is made by us, so what it may reset is what was asked of it. */
  @Test
  void resetsEndTheirOwnExchangesAlone() throws Exception {
    try (var backend =
            FrameBackend.answering(
                (peer, stream, request) -> {
                  if ("/good".equals(request.head().get(":path"))) {
                    FrameBackend.ok(peer, stream, "good");
                  } else {
                    peer.reset(stream, 2);
                  }
                });
        var gateway = gateway(backend);
        var client = gateway.client()) {
      for (int i = 0; i < 500; i++) {
        assertEquals(502, client.post("/", "").status());
      }
      assertEquals("good", client.get("/good").body());
      assertEquals(1, backend.connections());
    }
  }

  /** Backends take many in a short time for an attack, and cut what else is on the connection. */
  @Test
  void cancelsAreSpreadOverConnections() throws Exception {
    var asked = new Semaphore(0);
    try (var backend =
            new FrameBackend(
                (peer, _) -> {
                  peer.accept();
                  for (int seen = 0; !peer.isEnded(); seen++) {
                    int before = seen;
                    peer.readUntil(() -> peer.streams().size() > before);
                    asked.release();
                  }
                });
        var gateway = gateway(backend);
        var client = gateway.frames()) {
      for (int stream = 1; stream < 300; stream += 2) {
        client.get(stream, "/");
        assertTrue(asked.tryAcquire(10, TimeUnit.SECONDS));
        client.reset(stream, 8);
        assertEquals(Reason.CLIENT_RESET, gateway.outcome().reason());
      }
      assertEquals(2, backend.connections());
    }
  }

  /** But they go on where there can be no other connection. */
  @Test
  void cancelsDoNotLeaveRequestsWithoutAConnection() throws Exception {
    var asked = new Semaphore(0);
    ConnectionPool.Bounds one =
        new ConnectionPool.Bounds(1, 10, Duration.ofSeconds(30), Duration.ofMillis(500));
    try (var backend =
            new FrameBackend(
                (peer, _) -> {
                  peer.accept();
                  for (int stream = 3; !peer.isEnded(); stream += 2) {
                    int next = stream;
                    peer.readUntil(() -> peer.on(next).isEnded());
                    if (!peer.isEnded() && "/good".equals(peer.on(next).head().get(":path"))) {
                      FrameBackend.ok(peer, next, "good");
                    }
                    asked.release();
                  }
                });
        var gateway =
            new Gateway(new TestSettings().upstream(one).build(), Routes.all())
                .toHttp2(backend.endpoint());
        var client = gateway.frames()) {
      for (int stream = 1; stream < 300; stream += 2) {
        client.get(stream, "/");
        assertTrue(asked.tryAcquire(10, TimeUnit.SECONDS), "stream " + stream);
        client.reset(stream, 8);
        assertEquals(Reason.CLIENT_RESET, gateway.outcome().reason());
      }
      assertEquals("good", client.get(301, "/good").answer(301).body());
      assertEquals(1, backend.connections());
    }
  }

  /** What it allows all streams together may be used up by one. */
  @Test
  void aRequestThatTheBackendDoesNotReadHoldsUpNoOther() throws Exception {
    try (var backend =
            new FrameBackend(
                (peer, connection) -> {
                  peer.accept();
                  if (connection == 1) {
                    peer.holdsWindows();
                  }
                  for (int stream = 3; !peer.isEnded(); stream += 2) {
                    int next = stream;
                    peer.readUntil(() -> peer.on(next).isEnded() || peer.on(next + 2).hasHead());
                    if (peer.on(next).isEnded()) {
                      FrameBackend.ok(peer, next, "got " + peer.on(next).body());
                    }
                  }
                });
        var gateway = gateway(backend);
        var stuck = gateway.frames();
        var client = gateway.client()) {
      stuck.post(1, "/");
      for (int i = 0; i < 5; i++) {
        stuck.data(1, false, new byte[13_107]);
      }
      long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
      while (backend.connections() < 2) {
        assertEquals("got ", client.get("/").body());
        assertTrue(System.nanoTime() < end, "all go on by the connection that is held up");
      }

      assertEquals("got body", client.post("/", "body").body());
      assertFalse(stuck.on(1).isOver());
    }
  }

  @Test
  void noRequestIsSentToABackendThatTakesNone() throws Exception {
    try (var backend =
            new FrameBackend(
                (peer, _) -> {
                  peer.accept(SETTINGS_STREAMS, 0);
                  peer.end();
                });
        var gateway = gateway(backend);
        var client = gateway.client()) {
      assertEquals(503, client.get("/").status());
      assertEquals(Reason.CONNECT_FAILED, gateway.outcome().reason());
      assertTrue(backend.connections() <= 4);
    }
  }

  @Test
  void aBackendThatSendsNoSettingsIsNotWaitedForForever() throws Exception {
    try (var backend = new FrameBackend((peer, _) -> peer.end());
        var gateway =
            new Gateway(
                    new TestSettings()
                        .timeouts(
                            new ProxySettings.Timeouts(
                                Duration.ofMillis(200),
                                Duration.ofSeconds(10),
                                Duration.ofSeconds(60),
                                Duration.ofMinutes(5),
                                Duration.ofHours(1)))
                        .build(),
                    Routes.all())
                .toHttp2(backend.endpoint());
        var client = gateway.client()) {
      assertEquals(503, client.get("/").status());
      assertEquals(Reason.CONNECT_TIMEOUT, gateway.outcome().reason());
    }
  }

  @Test
  void aClientThatDoesNotReadHoldsNoOtherUp() throws Exception {
    var written = new AtomicLong();
    try (var backend =
            new FrameBackend(
                (peer, _) -> {
                  peer.accept().readUntil(() -> peer.on(3).isEnded());
                  peer.headers(3, false, ":status", "200");
                  while (peer.maySend(3, 1 << 14)) {
                    peer.data(3, false, new byte[1 << 14]);
                    written.addAndGet(1 << 14);
                  }
                  for (int stream = 5; stream < 205; stream += 2) {
                    int next = stream;
                    peer.readUntil(() -> peer.on(next).isEnded());
                    FrameBackend.ok(peer, next, "ok");
                  }
                  peer.end();
                });
        var gateway = gateway(backend);
        var stuck = gateway.frames().holdsWindows();
        var client = gateway.client()) {
      stuck.get(1, "/large").readUntil(() -> stuck.on(1).size() > 0);

      for (int i = 0; i < 100; i++) {
        assertEquals("ok", client.get("/").body());
      }
      assertTrue(written.get() < BOUND, "read ahead: " + written);
      assertEquals(1, backend.connections());
    }
  }

  @Test
  void aBackendThatDoesNotReadHoldsItsClientUp() throws Exception {
    var asked = new CountDownLatch(1);
    try (var backend =
            new FrameBackend(
                (peer, _) -> {
                  peer.accept(SETTINGS_WINDOW, 100).readUntil(() -> peer.on(3).size() == 100);
                  asked.countDown();
                  peer.holdsWindows().readUntil(() -> peer.on(5).isEnded());
                  FrameBackend.ok(peer, 5, "ok");
                  peer.end();
                });
        var gateway = gateway(backend);
        var client = gateway.frames();
        var other = gateway.client()) {
      client.post(1, "/");
      int sent = 0;
      while (client.maySend(1, 1 << 14)) {
        sent += 1 << 14;
        assertTrue(sent < BOUND, "the gateway takes what the backend doesn't");
        client.data(1, false, new byte[1 << 14]);
      }
      assertTrue(asked.await(10, TimeUnit.SECONDS));
      assertEquals("ok", other.get("/").body());
      assertFalse(client.on(1).isOver());
    }
  }

  /** It may allow gigabytes for the fields that we name by number; we keep 4 KiB as ever. */
  @Test
  void theTableOfFieldsStaysSmall() throws Exception {
    var blocks = new AtomicLong();
    try (var backend =
            new FrameBackend(
                (peer, _) -> {
                  peer.accept(SETTINGS_TABLE, 1 << 30);
                  peer.readUntil(() -> peer.on(3).isEnded());
                  blocks.set(peer.tableSize());
                  FrameBackend.ok(peer, 3, "ok");
                  peer.end();
                });
        var gateway = gateway(backend);
        var client = gateway.client()) {
      assertEquals("ok", client.get("/").body());
      assertNotEquals(0, blocks.get());
      assertTrue(blocks.get() <= 4096, "kept: " + blocks);
    }
  }
}
