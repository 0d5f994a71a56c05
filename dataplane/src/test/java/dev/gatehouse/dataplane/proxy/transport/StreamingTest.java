package dev.gatehouse.dataplane.proxy.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.dataplane.exchange.Outcome;
import dev.gatehouse.dataplane.exchange.Reason;
import dev.gatehouse.dataplane.proxy.ProxySettings;
import dev.gatehouse.dataplane.proxy.Routes;
import dev.gatehouse.dataplane.proxy.TestSettings;
import dev.gatehouse.dataplane.route.RouteTable;
import dev.gatehouse.snapshot.Filter;
import dev.gatehouse.snapshot.LoadBalancer;
import dev.gatehouse.snapshot.Timeouts;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import io.vertx.core.impl.buffer.VertxByteBufAllocator;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies that are larger than what the gateway may hold, and peers that are slower than it. */
@Timeout(120)
class StreamingTest {
  private static final long LARGE = 256L << 20;

  /** Socket buffers on both sides, write queues and the pool's chunks: far from the body's size. */
  private static final long BOUND = 64L << 20;

  private static final byte[] BLOCK = new byte[1 << 16];

  @Test
  void aLargeBodyGoesUpInBoundedMemory() throws Exception {
    try (var backend = Backend.streaming((in, out) -> answer(out, "" + count(in, LARGE)));
        var gateway = new Gateway(backend);
        var client = gateway.client()) {
      long before = pooled();
      client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + LARGE + "\r\n\r\n");
      write(client.socket().getOutputStream(), LARGE);

      Message answer = client.answer();
      assertNotNull(answer);
      assertEquals("" + LARGE, answer.body());
      assertTrue(pooled() - before < BOUND, "buffers: " + (pooled() - before));
      assertTrue(pooled() > 0, "what is measured must be what is used");
      assertEquals(LARGE, gateway.outcome().requestBytes());
    }
  }

  @Test
  void aLargeBodyComesDownInBoundedMemory() throws Exception {
    try (var backend = Backend.streaming((_, out) -> large(out));
        var gateway = new Gateway(backend);
        var client = gateway.client()) {
      long before = pooled();
      client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n").answerHead();

      assertEquals(LARGE, count(client.socket().getInputStream(), LARGE));
      assertTrue(pooled() - before < BOUND, "buffers: " + (pooled() - before));
      assertEquals(LARGE, gateway.outcome().responseBytes());
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatABackendHasSentBeforeItClosesReachesASlowClient(boolean tellsItsLength)
      throws Exception {
    String length = tellsItsLength ? "Content-Length: " + LARGE + "\r\n" : "";
    try (var backend =
            Backend.streaming(
                (_, out) -> {
                  out.write(Message.bytes("HTTP/1.1 200 OK\r\n" + length + "\r\n"));
                  write(out, LARGE);
                });
        var gateway = new Gateway(backend);
        var client = gateway.client()) {
      client.send("GET / HTTP/1.0\r\nHost: a\r\n\r\n").answerHead();
      InputStream in = client.socket().getInputStream();
      long read = 0;
      while (!backend.closed().tryAcquire(2, TimeUnit.MILLISECONDS)) {
        read += count(in, BLOCK.length * 16L);
      }

      assertEquals(LARGE, read + count(in, LARGE - read));
      assertNull(gateway.outcome().reason());
    }
  }

  /**
   * Its answer ends with the connection, which is cut: by an end in good order it would look whole.
   */
  @Test
  void aClientOfHttp10ThatLeavesHalfwayGetsAReset() throws Exception {
    var mayEnd = new CountDownLatch(1);
    try (var backend =
            Backend.streaming(
                (_, out) -> {
                  out.write(Message.bytes("HTTP/1.1 200 OK\r\n\r\nhalf"));
                  Backend.await(mayEnd);
                });
        var gateway = new Gateway(backend);
        var client = gateway.client()) {
      client.send("GET / HTTP/1.0\r\nHost: a\r\n\r\n").answerHead();
      InputStream in = client.socket().getInputStream();
      assertEquals(4, in.readNBytes(4).length);
      client.socket().shutdownOutput();

      assertThrows(SocketException.class, in::read);
      assertEquals(Reason.CLIENT_RESET, gateway.outcome().reason());
      mayEnd.countDown();
    }
  }

  @Test
  void aClientThatDoesNotReadHoldsTheBackendUpAndIsCutInTheEnd() throws Exception {
    var written = new AtomicLong();
    var cut = new CountDownLatch(1);
    try (var backend =
            Backend.streaming(
                (_, out) -> {
                  head(out);
                  try {
                    while (written.get() < LARGE) {
                      out.write(BLOCK);
                      written.addAndGet(BLOCK.length);
                    }
                  } finally {
                    cut.countDown();
                  }
                });
        var gateway = new Gateway(impatientWithClients(), Routes.all(), backend);
        var client = gateway.client()) {
      client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n").answerHead();

      assertEquals(Reason.CLIENT_TIMEOUT, gateway.outcome().reason());
      assertTrue(cut.await(10, TimeUnit.SECONDS));
      assertTrue(written.get() < BOUND, "read from the backend: " + written);
      assertThrows(IOException.class, () -> count(client.socket().getInputStream(), LARGE));
    }
  }

  @Test
  void aClientThatStopsSendingItsBodyGetsA408() throws Exception {
    var cut = new CountDownLatch(1);
    try (var backend = uncut(cut);
        var gateway = new Gateway(impatientWithClients(), Routes.all(), backend);
        var client = gateway.client()) {
      Message answer =
          client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc").answer();

      assertNotNull(answer);
      assertEquals(408, answer.status());
      assertTrue(client.ended());
      assertTrue(cut.await(10, TimeUnit.SECONDS), "the backend must see that it was cut");
      assertEquals(Reason.CLIENT_TIMEOUT, gateway.outcome().reason());
    }
  }

  @Test
  void aClientThatNeverReadsIsCutAlsoInTheRestOfAWholeAnswer() throws Exception {
    RouteTable answers =
        Routes.all(
            new LoadBalancer.RoundRobin(),
            Timeouts.NONE,
            new Filter.DirectResponse(200, null, "x".repeat(100_000)));
    try (var gateway = new Gateway(impatientWithClients(), answers);
        var client = gateway.client()) {
      client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n".repeat(1000));

      assertTrue(gateway.clientsGone().tryAcquire(30, TimeUnit.SECONDS));
      Outcome last = gateway.outcome();
      while (last.reason() == Reason.DIRECT_RESPONSE) {
        last = gateway.outcome();
      }
      assertEquals(Reason.CLIENT_TIMEOUT, last.reason());
    }
  }

  /** One of the answers is held where no backend, and nothing but the socket, is waited for. */
  @Test
  void whatAClientLeavesUnreadIsNoWholeAnswer() throws Exception {
    try (var backend = Backend.ok("x".repeat(30_000));
        var gateway = new Gateway(backend)) {
      try (var client = gateway.client()) {
        client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n".repeat(1000));
        Outcome whole = gateway.outcome();
        while (whole != null) {
          assertNull(whole.reason());
          whole = gateway.outcomeSoon();
        }
      }
      assertEquals(Reason.CLIENT_RESET, gateway.outcome().reason());
    }
  }

  /** The same, when the gateway gives up. */
  @Test
  void anAnswerOfWhichTheRestIsNeverReadIsNoWholeOne() throws Exception {
    try (var backend = Backend.ok("x".repeat(30_000));
        var gateway = new Gateway(impatientWithClients(), Routes.all(), backend);
        var client = gateway.client()) {
      client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n".repeat(1000));

      assertTrue(gateway.clientsGone().tryAcquire(30, TimeUnit.SECONDS));
      Outcome last = gateway.outcome();
      while (last.reason() == null) {
        last = gateway.outcome();
      }
      assertEquals(Reason.CLIENT_TIMEOUT, last.reason());
    }
  }

  @Test
  void aClientThatNeverReadsIsCutInABackendsAnswer() throws Exception {
    try (var backend = Backend.streaming((_, out) -> large(out));
        var gateway = new Gateway(impatientWithClients(), Routes.all(), backend);
        var client = gateway.client()) {
      client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");

      assertEquals(Reason.CLIENT_TIMEOUT, gateway.outcome().reason());
      assertTrue(gateway.clientsGone().tryAcquire(30, TimeUnit.SECONDS));
    }
  }

  @Test
  void aBackendThatDoesNotReadABodyIsA504() throws Exception {
    var leave = new CountDownLatch(1);
    try (var backend = Backend.streaming((_, _) -> await(leave));
        var gateway = new Gateway(impatientWithBackends(), Routes.all(), backend);
        var client = gateway.client()) {
      client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + LARGE + "\r\n\r\n");
      writeWhatIsTaken(client.socket().getOutputStream(), LARGE);

      assertEquals(Reason.UPSTREAM_TIMEOUT, gateway.outcome().reason());
      assertTrue(gateway.backendsGone().tryAcquire(10, TimeUnit.SECONDS));
    } finally {
      leave.countDown();
    }
  }

  @Test
  void aBackendThatStopsInItsAnswerIsCut() throws Exception {
    var leave = new CountDownLatch(1);
    try (var backend =
            Backend.streaming(
                (_, out) -> {
                  head(out);
                  out.write(BLOCK);
                  await(leave);
                });
        var gateway = new Gateway(impatientWithBackends(), Routes.all(), backend);
        var client = gateway.client()) {
      client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n").answerHead();

      assertThrows(IOException.class, () -> count(client.socket().getInputStream(), LARGE));
      assertEquals(Reason.UPSTREAM_TIMEOUT, gateway.outcome().reason());
    } finally {
      leave.countDown();
    }
  }

  @Test
  void aClientThatSendsABytePerReadIsServed() throws Exception {
    try (var backend = Backend.streaming((in, out) -> answer(out, "" + count(in, 100)));
        var gateway = new Gateway(backend);
        var client = gateway.client()) {
      client.socket().setTcpNoDelay(true);
      client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n");
      for (int i = 0; i < 100; i++) {
        client.send("x");
      }
      Message answer = client.answer();
      assertNotNull(answer);
      assertEquals("100", answer.body());
    }
  }

  @Test
  void aClientThatDoesNotFinishItsHeadIsRefused() throws Exception {
    try (var backend = Backend.ok("ok");
        var gateway = new Gateway(impatientWithClients(), Routes.all(), backend);
        var client = gateway.client()) {
      Message answer = client.send("GET / HTTP/1.1\r\nHost: a\r\nX-Slow:").answer();

      assertNotNull(answer);
      assertEquals(408, answer.status());
      assertTrue(client.ended());
      assertEquals("127.0.0.1 CLIENT_TIMEOUT 408", gateway.refusal());
      assertEquals(0, backend.connections());
    }
  }

  @Test
  void aClientThatLeavesInItsBodyIsAnAbortForTheBackend() throws Exception {
    var cut = new CountDownLatch(1);
    try (var backend = uncut(cut);
        var gateway = new Gateway(backend)) {
      try (var client = gateway.client()) {
        client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc");
        assertTrue(backend.asked().await(10, TimeUnit.SECONDS));
      }
      assertTrue(cut.await(10, TimeUnit.SECONDS));
      assertEquals(Reason.CLIENT_RESET, gateway.outcome().reason());
      assertEquals(0, gateway.upstreams().get(Routes.UPSTREAM).endpoints().getFirst().inFlight());
    }
  }

  @Test
  void aChunkedAnswerThatIsCutShortHasNoEnd() throws Exception {
    try (var backend =
            Backend.raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n");
        var gateway = new Gateway(backend);
        var client = gateway.client()) {
      assertThrows(IOException.class, () -> client.get("/"));
      assertEquals(Reason.UPSTREAM_RESET, gateway.outcome().reason());
    }
  }

  /** Reads until the connection ends, which has to be before the body does. */
  private static Backend uncut(CountDownLatch cut) throws IOException {
    return Backend.streaming(
        (in, _) -> {
          try {
            count(in, 10);
          } catch (IOException e) {
            cut.countDown();
            throw e;
          }
        });
  }

  private static void await(CountDownLatch latch) throws IOException {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private static ProxySettings impatientWithClients() {
    return impatient(Duration.ofMillis(300), Duration.ofMinutes(1));
  }

  private static ProxySettings impatientWithBackends() {
    return impatient(Duration.ofMinutes(1), Duration.ofMillis(300));
  }

  private static ProxySettings impatient(Duration clientIdle, Duration streamIdle) {
    return new TestSettings()
        .timeouts(
            new ProxySettings.Timeouts(
                Duration.ofSeconds(2),
                Duration.ofMillis(200),
                clientIdle,
                streamIdle,
                Duration.ofHours(1)))
        .build();
  }

  private static void large(OutputStream out) throws IOException {
    head(out);
    write(out, LARGE);
  }

  private static void head(OutputStream out) throws IOException {
    out.write(Message.bytes("HTTP/1.1 200 OK\r\nContent-Length: " + LARGE + "\r\n\r\n"));
  }

  private static void answer(OutputStream out, String body) throws IOException {
    out.write(
        Message.bytes("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body));
  }

  private static void write(OutputStream out, long bytes) throws IOException {
    for (long left = bytes; left > 0; left -= BLOCK.length) {
      out.write(BLOCK);
    }
  }

  /** Who is answered early may send on for a moment, as much as that moment lets through. */
  private static void writeWhatIsTaken(OutputStream out, long bytes) {
    try {
      write(out, bytes);
    } catch (IOException _) {
      // The connection has ended.
    }
  }

  private static long count(InputStream in, long expected) throws IOException {
    byte[] block = new byte[1 << 16];
    long read = 0;
    while (read < expected) {
      int some = in.read(block, 0, (int) Math.min(block.length, expected - read));
      if (some < 0) {
        throw new IOException("cut after " + read);
      }
      read += some;
    }
    return read;
  }

  /** Of Vert.x's pool and of Netty's own, which sockets read into. */
  private static long pooled() {
    return pooled(VertxByteBufAllocator.POOLED_ALLOCATOR) + pooled(ByteBufAllocator.DEFAULT);
  }

  private static long pooled(ByteBufAllocator allocator) {
    var metric = ((ByteBufAllocatorMetricProvider) allocator).metric();
    return metric.usedDirectMemory() + metric.usedHeapMemory();
  }
}
