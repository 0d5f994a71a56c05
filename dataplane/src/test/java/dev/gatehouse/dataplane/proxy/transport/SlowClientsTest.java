package dev.gatehouse.dataplane.proxy.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.dataplane.exchange.Outcome;
import dev.gatehouse.dataplane.exchange.Reason;
import dev.gatehouse.dataplane.proxy.ProxySettings;
import dev.gatehouse.dataplane.proxy.Routes;
import dev.gatehouse.dataplane.proxy.TestSettings;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many clients and backends that hardly move, beside one client that behaves well. */
@Timeout(120)
class SlowClientsTest {
  private static final int SLOW_HEADS = 1000;
  private static final int STALLED = 200;
  private static final String SLOW_HEAD = "GET /slow HTTP/1.1\r\nHost: a\r\nX-Slow: ";

  /** Far more than what stands between two sockets may hold. */
  private static final int LARGE = 64 << 20;

  /** For each what docs/http.md says that a stalled body may hold, and the test's own buffers. */
  private static final long BOUND = STALLED * ((512L << 10) + (64L << 10)) + (16L << 20);

  private static final Duration SOON = Duration.ofSeconds(3);
  private static final Duration TIME = Duration.ofSeconds(30);
  private static final Duration NEVER = Duration.ofHours(1);

  private final List<Client> slow = new ArrayList<>();

  @AfterEach
  void close() throws IOException {
    for (Client client : slow) {
      client.close();
    }
  }

  @Test
  void aThousandHeadsThatComeByteByByteLeaveOthersAlone() throws Exception {
    ProxySettings settings = settings(SOON, NEVER, NEVER);
    try (var backend = Backend.ok("ok");
        var gateway = new Gateway(settings, Routes.all(), backend);
        var other = gateway.client()) {
      long before = held();
      connect(gateway, SLOW_HEADS);
      int answers = 0;
      while (!slow.isEmpty()) {
        sendByte(answers++);
        assertEquals(200, other.get("/").status());
        if (answers == 1) {
          assertTrue(held() - before < BOUND, "held: " + (held() - before));
        }
      }

      for (int i = 0; i < SLOW_HEADS; i++) {
        assertEquals("127.0.0.1 CLIENT_TIMEOUT 408", gateway.refusal());
      }
      assertEquals(answers, backend.seen().size(), "nothing of the slow ones");
    }
  }

  @Test
  void answersThatNobodyReadsAreHeldWithinTheirBound() throws Exception {
    try (var backend = Backend.streaming((_, out) -> large(out));
        var gateway = new Gateway(settings(TIME, SOON, NEVER), Routes.all(), backend)) {
      long before = held();
      connect(gateway, STALLED);
      for (Client client : slow) {
        client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
      }

      assertBounded(before, gateway, Reason.CLIENT_TIMEOUT);
    }
  }

  @Test
  void bodiesThatNoBackendReadsAreHeldWithinTheirBound() throws Exception {
    var leave = new CountDownLatch(1);
    try (var backend = Backend.streaming((_, _) -> await(leave));
        var gateway = new Gateway(settings(TIME, NEVER, SOON), Routes.all(), backend)) {
      long before = held();
      connect(gateway, STALLED);
      for (Client client : slow) {
        client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + LARGE + "\r\n\r\n");
        Thread.ofVirtual().start(() -> writeWhatIsTaken(client));
      }

      assertBounded(before, gateway, Reason.UPSTREAM_TIMEOUT);
    } finally {
      leave.countDown();
    }
  }

  /** Looks at it for as long as anything is held, which is until all have been given up. */
  private static void assertBounded(long before, Gateway gateway, Reason reason)
      throws InterruptedException {
    long most = 0;
    int ended = 0;
    while (ended < STALLED) {
      Outcome outcome = gateway.outcomeSoon();
      if (outcome == null) {
        most = Math.max(most, held() - before);
      } else {
        assertEquals(reason, outcome.reason());
        ended++;
      }
    }
    assertTrue(most < BOUND, "held: " + most);
    assertTrue(most > STALLED * (16L << 10), "what is measured must be what is used: " + most);
  }

  private void connect(Gateway gateway, int clients) throws IOException {
    for (int i = 0; i < clients; i++) {
      slow.add(gateway.client());
    }
  }

  private void sendByte(int at) {
    char next = at < SLOW_HEAD.length() ? SLOW_HEAD.charAt(at) : 'x';
    slow.removeIf(client -> !sends(client, Character.toString(next)));
  }

  private static boolean sends(Client client, String bytes) {
    try {
      client.send(bytes);
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  private static void large(OutputStream out) throws IOException {
    out.write(Message.bytes("HTTP/1.1 200 OK\r\nContent-Length: " + LARGE + "\r\n\r\n"));
    write(out);
  }

  private static void write(OutputStream out) throws IOException {
    byte[] block = new byte[1 << 16];
    for (int left = LARGE; left > 0; left -= block.length) {
      out.write(block);
    }
  }

  private static void writeWhatIsTaken(Client client) {
    try {
      write(client.socket().getOutputStream());
    } catch (IOException _) {
      // The gateway has given up, which is what is waited for.
    }
  }

  private static void await(CountDownLatch latch) throws IOException {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private static ProxySettings settings(Duration head, Duration clientIdle, Duration streamIdle) {
    return new TestSettings()
        .loops(2)
        .timeouts(
            new ProxySettings.Timeouts(TIME, head, clientIdle, streamIdle, Duration.ofHours(1)))
        .build();
  }

  /** In the pool that sockets read into, and on the heap, where what was read waits. */
  private static long held() {
    System.gc();
    return direct() + ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private static long direct() {
    return ((ByteBufAllocatorMetricProvider) ByteBufAllocator.DEFAULT).metric().usedDirectMemory();
  }
}
