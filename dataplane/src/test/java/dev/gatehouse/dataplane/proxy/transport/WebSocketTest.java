package dev.gatehouse.dataplane.proxy.transport;

import static dev.gatehouse.dataplane.proxy.transport.WebSocketEnds.ACCEPT;
import static dev.gatehouse.dataplane.proxy.transport.WebSocketEnds.ASKED;
import static dev.gatehouse.dataplane.proxy.transport.WebSocketEnds.SWITCHED;
import static dev.gatehouse.dataplane.proxy.transport.WebSocketEnds.ask;
import static dev.gatehouse.dataplane.proxy.transport.WebSocketEnds.echo;
import static dev.gatehouse.dataplane.proxy.transport.WebSocketEnds.endAfterSwitching;
import static dev.gatehouse.dataplane.proxy.transport.WebSocketEnds.exchange;
import static dev.gatehouse.dataplane.proxy.transport.WebSocketEnds.gateway;
import static dev.gatehouse.dataplane.proxy.transport.WebSocketEnds.head;
import static dev.gatehouse.dataplane.proxy.transport.WebSocketEnds.impatient;
import static dev.gatehouse.dataplane.proxy.transport.WebSocketEnds.next;
import static dev.gatehouse.dataplane.proxy.transport.WebSocketEnds.present;
import static dev.gatehouse.dataplane.proxy.transport.WebSocketEnds.read;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.dataplane.exchange.Outcome;
import dev.gatehouse.dataplane.exchange.Reason;
import dev.gatehouse.dataplane.proxy.TestSettings;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** WebSockets (RFC 6455) through a proxy whose route allows them, byte by byte. */
@Timeout(60)
class WebSocketTest {
  @Test
  void bytesGoBothWays() throws Exception {
    try (var backend = echo();
        var gateway = gateway(TestSettings.standard(), backend);
        var client = gateway.client()) {
      Message answer = ask(client, ASKED);
      assertEquals("websocket", answer.field("upgrade"));
      assertEquals("Upgrade", answer.field("connection"));
      assertEquals(ACCEPT, answer.field("sec-websocket-accept"));

      assertEquals("hello", exchange(client, "hello"));
      assertEquals("again", exchange(client, "again"));
      client.socket().shutdownOutput();
      assertTrue(client.ended());

      Outcome outcome = gateway.outcome();
      assertEquals(101, outcome.status());
      assertNull(outcome.reason());
      assertEquals(10, outcome.requestBytes());
      assertEquals(10, outcome.responseBytes());
      Message seen = backend.seen().getFirst();
      assertEquals("Upgrade", seen.field("connection"));
      assertEquals("websocket", seen.field("upgrade"));
    }
  }

  @Test
  void whatComesBeforeTheAnswerWaitsForIt() throws Exception {
    var mayAnswer = new CountDownLatch(1);
    try (var backend =
            Backend.streaming(
                (in, out) -> {
                  Backend.await(mayAnswer);
                  out.write(Message.bytes(SWITCHED));
                  out.write(in.readNBytes(5));
                });
        var gateway = gateway(TestSettings.standard(), backend);
        var client = gateway.client()) {
      client.send(ASKED + "early");
      Backend.await(backend.asked());
      mayAnswer.countDown();

      assertEquals(101, head(client).status());
      assertEquals("early", read(client, 5));
    }
  }

  @Test
  void aBackendThatSpeaksAtOnceIsHeard() throws Exception {
    try (var backend =
            Backend.streaming((in, out) -> out.write(Message.bytes(SWITCHED + "welcome")));
        var gateway = gateway(TestSettings.standard(), backend);
        var client = gateway.client()) {
      ask(client, ASKED);

      assertEquals("welcome", read(client, 7));
      assertTrue(client.ended());
    }
  }

  @Test
  void theEndOfOneDirectionLeavesTheOther() throws Exception {
    try (var backend =
            Backend.streaming(
                (in, out) -> {
                  out.write(Message.bytes(SWITCHED));
                  out.write(Message.bytes("had " + new String(in.readAllBytes(), ISO_8859_1)));
                });
        var gateway = gateway(TestSettings.standard(), backend);
        var client = gateway.client()) {
      ask(client, ASKED);
      client.send("all");
      client.socket().shutdownOutput();

      assertEquals("had all", read(client, 7));
      assertTrue(client.ended());
      assertNull(gateway.outcome().reason());
    }
  }

  @Test
  void whoReadsLateGetsAllThatCameBeforeTheEnds() throws Exception {
    int all = 1 << 20;
    var sent = new CountDownLatch(1);
    try (var backend =
            Backend.streaming(
                (in, out) -> {
                  out.write(Message.bytes(SWITCHED));
                  in.readAllBytes();
                  sent.countDown();
                  out.write(new byte[all]);
                });
        var gateway = gateway(TestSettings.standard(), backend);
        var client = gateway.client()) {
      ask(client, ASKED);
      client.socket().shutdownOutput();
      Backend.await(sent);
      assertTrue(backend.closed().tryAcquire(20, TimeUnit.SECONDS), "the backend has sent all");

      assertEquals(all, client.socket().getInputStream().readAllBytes().length);
      assertNull(gateway.outcome().reason());
    }
  }

  /** Of more than sockets hold, which is written whenever there is room again. */
  @Test
  void whoHasEndedItsDirectionMayReadTheOtherSlowly() throws Exception {
    var endless = new Endless();
    try (var backend = Backend.streaming(endless::write);
        var gateway = gateway(TestSettings.standard(), backend);
        var client = gateway.client()) {
      ask(client, ASKED);
      client.socket().shutdownOutput();
      endless.awaitStall(gateway);

      endless.more.set(4096);
      long read = client.socket().getInputStream().transferTo(OutputStream.nullOutputStream());

      assertEquals(endless.written.get() * Endless.BLOCK.length, read);
      assertNull(gateway.outcome().reason());
    }
  }

  /** Both ends have ended, and only the gateway's memory holds the last of it. */
  @Test
  void itIsToldOfWhenTheLastOfItHasLeft() throws Exception {
    int attempts = 0;
    while (!itWasToldOfWhenTheLastHadLeft()) {
      attempts++;
      assertTrue(attempts < 10, "it is told of too early, or sockets always hold the last");
    }
  }

  /** False where a socket had room for the last of it, as now and then it has. */
  private static boolean itWasToldOfWhenTheLastHadLeft() throws Exception {
    var endless = new Endless();
    try (var backend = Backend.streaming(endless::write);
        var gateway = gateway(TestSettings.standard(), backend);
        var client = gateway.client()) {
      ask(client, ASKED);
      client.socket().shutdownOutput();
      endless.awaitStall(gateway);
      endless.more.set(0);
      InputStream in = client.socket().getInputStream();
      while (!gateway.backendsGone().tryAcquire(1, TimeUnit.MILLISECONDS)) {
        assertTrue(in.readNBytes(1 << 12).length > 0);
      }
      if (gateway.outcomeSoon() != null) {
        return false;
      }

      client.socket().setSoLinger(true, 0);
      client.socket().close();

      assertEquals(Reason.CLIENT_RESET, gateway.outcome().reason());
      return true;
    }
  }

  /** A backend that sends on until it is told how much more it is to be. */
  private static final class Endless {
    static final byte[] BLOCK = new byte[1 << 14];

    final AtomicLong more = new AtomicLong(Long.MAX_VALUE);
    final AtomicLong written = new AtomicLong();

    void write(InputStream in, OutputStream out) throws IOException {
      out.write(Message.bytes(SWITCHED));
      in.readAllBytes();
      while (more.getAndDecrement() > 0) {
        out.write(BLOCK);
        written.incrementAndGet();
      }
    }

    /** Until sockets and the gateway take no more. */
    void awaitStall(Gateway gateway) throws InterruptedException {
      long before = 0;
      while (before == 0 || written.get() > before) {
        before = written.get();
        assertNull(gateway.outcomeSoon());
      }
    }
  }

  @Test
  void aClientThatResetsResetsTheBackend() throws Exception {
    var ends = new LinkedBlockingQueue<String>();
    try (var backend = Backend.streaming((in, out) -> ends.add(endAfterSwitching(in, out)));
        var gateway = gateway(TestSettings.standard(), backend);
        var client = gateway.client()) {
      ask(client, ASKED);
      client.socket().setSoLinger(true, 0);
      client.socket().close();

      assertEquals("reset", next(ends));
      assertEquals(Reason.CLIENT_RESET, gateway.outcome().reason());
    }
  }

  @Test
  void aClientThatHadEndedItsDirectionMayResetStill() throws Exception {
    var halfClosed = new CountDownLatch(1);
    var ends = new LinkedBlockingQueue<String>();
    try (var backend =
            Backend.streaming(
                (in, out) -> {
                  out.write(Message.bytes(SWITCHED));
                  assertEquals(-1, in.read());
                  halfClosed.countDown();
                  ends.add(endOfSending(out));
                });
        var gateway = gateway(TestSettings.standard(), backend);
        var client = gateway.client()) {
      ask(client, ASKED);
      client.socket().shutdownOutput();
      Backend.await(halfClosed);
      client.socket().setSoLinger(true, 0);
      client.socket().close();

      assertEquals("reset", next(ends));
      assertEquals(Reason.CLIENT_RESET, gateway.outcome().reason());
    }
  }

  @Test
  void aBackendThatIsGoneEndsWhatTheClientStillSends() throws Exception {
    try (var backend = Backend.raw(SWITCHED);
        var gateway = gateway(TestSettings.standard(), backend);
        var client = gateway.client()) {
      ask(client, ASKED);
      assertTrue(client.ended());

      assertEquals("reset", endOfSending(client.socket().getOutputStream()));
      assertEquals(Reason.UPSTREAM_RESET, gateway.outcome().reason());
    }
  }

  /** Ends when somebody ends it. */
  private static String endOfSending(OutputStream out) {
    try {
      while (true) {
        out.write('x');
      }
    } catch (IOException _) {
      return "reset";
    }
  }

  @Test
  void anotherVersionIsToldWhichIsSpoken() throws Exception {
    try (var backend = echo();
        var gateway = gateway(TestSettings.standard(), backend);
        var client = gateway.client()) {
      Message answer = present(client.send(ASKED.replace(": 13", ": 8")).answer());

      assertEquals(426, answer.status());
      assertEquals("websocket", answer.field("upgrade"));
      assertEquals("13", answer.field("sec-websocket-version"));
      assertTrue(answer.fields("connection").contains("Upgrade"), answer::toString);
    }
  }

  @Test
  void aLengthIsNoneOfAnAnswerThatSwitches() throws Exception {
    String withLength =
        SWITCHED.replace("Upgrade: websocket", "Upgrade: websocket\r\nContent-Length: 0");
    try (var backend = Backend.streaming((in, out) -> out.write(Message.bytes(withLength)));
        var gateway = gateway(TestSettings.standard(), backend);
        var client = gateway.client()) {
      assertNull(ask(client, ASKED).field("content-length"));
    }
  }

  @Test
  void aClientThatDoesNotReadIsLeft() throws Exception {
    var endless = new Endless();
    try (var backend = Backend.streaming(endless::write);
        var gateway = gateway(impatient(), backend);
        var client = gateway.client()) {
      ask(client, ASKED);
      client.socket().shutdownOutput();
      endless.awaitStall(gateway);

      endless.more.set(0);
      assertTrue(gateway.backendsGone().tryAcquire(10, TimeUnit.SECONDS));
      assertNull(gateway.outcomeSoon(), "the rest waits for the client");
      client.socket().close();
      assertEquals(Reason.TUNNEL_IDLE, gateway.outcome().reason());
    }
  }

  @Test
  void allOfALargeMessageArrives() throws Exception {
    int all = 8 << 20;
    try (var backend =
            Backend.streaming(
                (in, out) -> {
                  out.write(Message.bytes(SWITCHED));
                  out.write(new byte[all]);
                });
        var gateway = gateway(TestSettings.standard(), backend);
        var client = gateway.client()) {
      ask(client, ASKED);

      assertEquals(all, client.socket().getInputStream().readAllBytes().length);
    }
  }

  @Test
  void aRouteThatAllowsNoneRefuses() throws Exception {
    try (var backend = echo();
        var gateway = new Gateway(backend);
        var client = gateway.client()) {
      client.send(ASKED + "GET /smuggled HTTP/1.1\r\nHost: a.example\r\n\r\n");
      Message answer = present(client.answer());

      assertEquals(403, answer.status());
      assertEquals("close", answer.field("connection"));
      assertEquals(Reason.UPGRADE_NOT_ALLOWED, gateway.outcome().reason());
      assertTrue(client.ended());
      assertEquals(0, backend.heads());
    }
  }

  @Test
  void whatFollowsARefusedHandshakeIsNoRequest() throws Exception {
    try (var backend = Backend.ok("no");
        var gateway = gateway(TestSettings.standard(), backend);
        var client = gateway.client()) {
      client.send(ASKED + "GET /smuggled HTTP/1.1\r\nHost: a.example\r\n\r\n");
      Message answer = present(client.answer());

      assertEquals(200, answer.status());
      assertEquals("close", answer.field("connection"));
      assertTrue(client.ended());
      assertEquals(1, backend.heads());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "Sec-WebSocket-Accept: AAAAAAAAAAAAAAAAAAAAAAAAAAA=\\r\\nConnection: Upgrade\\r\\nUpgrade: websocket",
    "Connection: Upgrade\\r\\nUpgrade: websocket",
    "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\\r\\nConnection: Upgrade\\r\\nUpgrade: h2c",
    "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\\r\\nUpgrade: websocket"
  })
  void anAnswerToAnotherQuestionIsNone(String fields) throws Exception {
    String answer =
        "HTTP/1.1 101 Switching Protocols\r\n" + fields.replace("\\r\\n", "\r\n") + "\r\n\r\n";
    try (var backend = Backend.raw(answer);
        var gateway = gateway(TestSettings.standard(), backend);
        var client = gateway.client()) {
      assertEquals(502, present(client.send(ASKED).answer()).status());
      assertEquals(Reason.UPSTREAM_PROTOCOL, gateway.outcome().reason());
    }
  }
}
