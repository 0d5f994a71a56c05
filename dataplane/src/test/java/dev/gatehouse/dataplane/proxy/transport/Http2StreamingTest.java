package dev.gatehouse.dataplane.proxy.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.dataplane.exchange.Reason;
import dev.gatehouse.dataplane.proxy.ProxySettings;
import dev.gatehouse.dataplane.proxy.Routes;
import dev.gatehouse.dataplane.proxy.TestSettings;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Bodies on streams, which have to be as independent of each other as connections are. */
@Timeout(60)
class Http2StreamingTest {
  private static final int LARGE = 64 << 20;

  /** What sockets on both sides of the gateway and its own queues can hold. */
  private static final int BOUND = 16 << 20;

  /** What a stream may send before the gateway takes it. */
  private static final int WINDOW = 65_535;

  private static final byte[] BLOCK = new byte[1 << 14];

  @Test
  void aLargeBodyComesDown() throws Exception {
    try (var backend = Backend.streaming((_, out) -> large(out, new AtomicLong()));
        var gateway = new Gateway(backend);
        var client = gateway.frames()) {
      StreamAnswer answer = client.get(1, "/").answer(1);

      assertEquals(LARGE, answer.size());
      assertEquals(LARGE, gateway.outcome().responseBytes());
    }
  }

  @Test
  void aStreamThatIsNotReadHoldsItsBackendUpAndNoOtherStream() throws Exception {
    var written = new AtomicLong();
    try (var backend =
            new Backend(
                (request, _, out) -> {
                  if (request.firstLine().contains("/large")) {
                    large(out, written);
                    return false;
                  }
                  out.write(Message.bytes("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"));
                  return true;
                });
        var gateway = new Gateway(backend);
        var client = gateway.frames().holdsWindows().opens(0, LARGE)) {
      client.get(1, "/large").readUntil(() -> client.on(1).size() == WINDOW);
      for (int stream = 3; stream < 203; stream += 2) {
        assertEquals("ok", client.get(stream, "/small").answer(stream).body());
        assertEquals(200, gateway.outcome().status());
      }
      assertFalse(client.on(1).isOver());
      assertTrue(written.get() < BOUND, "read ahead: " + written);

      assertEquals(LARGE, client.opens(1, LARGE).answer(1).size());
    }
  }

  @Test
  void aBodyIsReadAtTheBackendsPace() throws Exception {
    var go = new CountDownLatch(1);
    try (var backend =
            Backend.streaming(
                (in, out) -> {
                  await(go);
                  readChunks(new BufferedInputStream(in));
                  answer(out, "ok");
                });
        var gateway = new Gateway(backend);
        var client = gateway.frames()) {
      client.post(1, "/");
      int sent = 0;
      while (client.maySend(1, BLOCK.length)) {
        sent += BLOCK.length;
        assertTrue(sent < BOUND, "the gateway takes what the backend doesn't");
        client.data(1, false, BLOCK);
      }
      go.countDown();
      client.data(1, true, "");

      assertEquals(200, client.answer(1).status());
      assertEquals(sent, gateway.outcome().requestBytes());
    }
  }

  @Test
  void aBodyInTheSmallestFramesIsHeldAsOne() throws Exception {
    try (var backend =
            new Backend(
                (request, _, out) -> {
                  answer(out, "" + request.body().length());
                  return true;
                });
        var gateway = new Gateway(backend);
        var client = gateway.frames()) {
      client.post(1, "/");
      byte[] frame = new Frame(Frame.DATA, 0, 1, new byte[1]).bytes();
      var frames = new byte[frame.length * 1000];
      for (int i = 0; i < 1000; i++) {
        System.arraycopy(frame, 0, frames, i * frame.length, frame.length);
      }
      for (int i = 0; i < 60; i++) {
        client.bytes(frames);
      }
      client.data(1, true, "");

      assertEquals("60000", client.answer(1).body());
    }
  }

  @Test
  void aClientThatDoesNotReadAStreamLosesThatStreamAlone() throws Exception {
    try (var backend =
            new Backend(
                (request, _, out) -> {
                  if (request.firstLine().contains("/large")) {
                    large(out, new AtomicLong());
                    return false;
                  }
                  answer(out, "ok");
                  return true;
                });
        var gateway = new Gateway(impatient(), Routes.all(), backend);
        var client = gateway.frames().holdsWindows().opens(0, LARGE)) {
      StreamAnswer stuck = client.get(1, "/large").answer(1);

      assertEquals(2, stuck.reset(), "INTERNAL_ERROR");
      assertEquals(Reason.CLIENT_TIMEOUT, gateway.outcome().reason());
      assertEquals("ok", client.get(3, "/").answer(3).body());
    }
  }

  /** The gateway is through with it, and nobody but the stream's window holds it. */
  @Test
  void theRestOfAnAnswerThatIsNotReadIsDropped() throws Exception {
    int more = WINDOW + 10;
    try (var backend = Backend.ok("x".repeat(more));
        var gateway = new Gateway(impatient(), Routes.all(), backend);
        var client = gateway.frames().holdsWindows().opens(0, LARGE)) {
      StreamAnswer stuck = client.get(1, "/").answer(1);

      assertEquals(WINDOW, stuck.size());
      assertEquals(8, stuck.reset(), "CANCEL");
      assertEquals(Reason.CLIENT_TIMEOUT, gateway.outcome().reason());
    }
  }

  /** Windows are open, and so are streams: nothing but the socket is in the way. */
  @Test
  void aClientThatDoesNotReadItsSocketIsCut() throws Exception {
    int streams = 100;
    try (var backend = Backend.ok("x".repeat(60_000));
        var gateway = new Gateway(impatient(), Routes.all(), backend);
        var client = gateway.frames().holdsWindows().opens(0, LARGE)) {
      for (int i = 0; i < streams; i++) {
        client.get(2 * i + 1, "/");
      }

      assertTrue(gateway.clientsGone().tryAcquire(30, TimeUnit.SECONDS));
      Set<Reason> lost = EnumSet.noneOf(Reason.class);
      for (int i = 0; i < streams; i++) {
        Reason reason = gateway.outcome().reason();
        if (reason != null) {
          lost.add(reason);
        }
      }
      assertEquals(Set.of(Reason.CLIENT_TIMEOUT), lost);
    }
  }

  /** All that is missing is in the gateway's memory. */
  @Test
  void aResetBeforeTheLastOfAnAnswerIsNoWholeAnswer() throws Exception {
    try (var backend = Backend.ok("x".repeat(WINDOW + 10));
        var gateway = new Gateway(backend);
        var client = gateway.frames().holdsWindows().opens(0, LARGE)) {
      client.get(1, "/").readUntil(() -> client.on(1).size() == WINDOW);
      assertNull(gateway.outcomeSoon());

      client.reset(1, 8);

      assertEquals(Reason.CLIENT_RESET, gateway.outcome().reason());
    }
  }

  @Test
  void aClientThatDoesNotSendIsTimedOut() throws Exception {
    try (var backend = Backend.ok("ok");
        var gateway = new Gateway(impatient(), Routes.all(), backend);
        var client = gateway.frames()) {
      StreamAnswer answer = client.post(1, "/").data(1, false, "x").answer(1);

      assertEquals(408, answer.status());
      assertEquals(Reason.CLIENT_TIMEOUT, gateway.outcome().reason());
      assertEquals(200, client.get(3, "/").answer(3).status());
    }
  }

  @Test
  void aResetInTheMiddleOfAnAnswerCutsTheBackend() throws Exception {
    var cut = new Semaphore(0);
    try (var backend =
            Backend.streaming(
                (_, out) -> {
                  try {
                    while (true) {
                      large(out, new AtomicLong());
                    }
                  } catch (IOException e) {
                    cut.release();
                    throw e;
                  }
                });
        var gateway = new Gateway(backend);
        var client = gateway.frames()) {
      client.get(1, "/").readUntil(() -> client.on(1).size() > 0);

      client.reset(1, 8);

      assertTrue(cut.tryAcquire(10, TimeUnit.SECONDS));
      assertEquals(Reason.CLIENT_RESET, gateway.outcome().reason());
    }
  }

  @Test
  void theConnectionsEndCutsAllItsRequests() throws Exception {
    try (var backend =
            Backend.streaming((in, _) -> in.transferTo(OutputStream.nullOutputStream()));
        var gateway = new Gateway(backend)) {
      try (var client = gateway.frames()) {
        client.post(1, "/").post(3, "/").data(1, false, "x").data(3, false, "x");
        assertTrue(backend.asked().await(10, TimeUnit.SECONDS));
      }

      assertEquals(Reason.CLIENT_RESET, gateway.outcome().reason());
      assertEquals(Reason.CLIENT_RESET, gateway.outcome().reason());
    }
  }

  private static ProxySettings impatient() {
    return new TestSettings()
        .timeouts(
            new ProxySettings.Timeouts(
                Duration.ofSeconds(2),
                Duration.ofSeconds(10),
                Duration.ofSeconds(2),
                Duration.ofMinutes(5),
                Duration.ofHours(1)))
        .build();
  }

  private static void answer(OutputStream out, String body) throws IOException {
    out.write(
        Message.bytes("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body));
  }

  private static void large(OutputStream out, AtomicLong written) throws IOException {
    out.write(Message.bytes("HTTP/1.1 200 OK\r\nContent-Length: " + LARGE + "\r\n\r\n"));
    for (int i = 0; i < LARGE / BLOCK.length; i++) {
      out.write(BLOCK);
      written.addAndGet(BLOCK.length);
    }
  }

  private static void readChunks(InputStream in) throws IOException {
    var end = new StringBuilder();
    while (end.indexOf("\r\n0\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("cut");
      }
      end.append((char) next);
      end.delete(0, Math.max(0, end.length() - 7));
    }
  }

  private static void await(CountDownLatch latch) throws IOException {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }
}
