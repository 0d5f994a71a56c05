package dev.gatehouse.dataplane.proxy.transport;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.dataplane.exchange.Outcome;
import dev.gatehouse.dataplane.exchange.Reason;
import dev.gatehouse.dataplane.proxy.ProxySettings;
import dev.gatehouse.dataplane.proxy.Routes;
import dev.gatehouse.dataplane.proxy.TestSettings;
import io.vertx.core.Future;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** WebSockets (RFC 6455) through a proxy whose route allows them, byte by byte. */
@Timeout(60)
class WebSocketTest {
  private static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";
  private static final String ACCEPT = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";
  private static final String ASKED =
      "GET /chat HTTP/1.1\r\nHost: a.example\r\nConnection: keep-alive, Upgrade\r\n"
          + "Upgrade: WebSocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: "
          + KEY
          + "\r\n\r\n";
  private static final String SWITCHED =
      "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
          + "Sec-WebSocket-Accept: "
          + ACCEPT
          + "\r\n\r\n";
  private static final byte[] GOING_AWAY = {(byte) 0x88, 2, 3, (byte) 0xe9};

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
                  await(mayAnswer);
                  out.write(Message.bytes(SWITCHED));
                  out.write(in.readNBytes(5));
                });
        var gateway = gateway(TestSettings.standard(), backend);
        var client = gateway.client()) {
      client.send(ASKED + "early");
      await(backend.asked());
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
  void aClientThatDoesNotReadHoldsTheBackendUp() throws Exception {
    long all = 64L << 20;
    var written = new AtomicLong();
    try (var backend =
            Backend.streaming(
                (in, out) -> {
                  out.write(Message.bytes(SWITCHED));
                  var chunk = new byte[1 << 16];
                  while (written.get() < all) {
                    out.write(chunk);
                    written.addAndGet(chunk.length);
                  }
                });
        var gateway = gateway(impatient(), backend);
        var client = gateway.client()) {
      ask(client, ASKED);

      assertEquals(Reason.TUNNEL_IDLE, gateway.outcome().reason());
      assertTrue(written.get() < all, "nobody held the backend up");
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

  @Test
  void silenceEndsItWithAGoodbye() throws Exception {
    var heard = new LinkedBlockingQueue<byte[]>();
    try (var backend = listening(heard);
        var gateway = gateway(impatient(), backend);
        var client = gateway.client()) {
      ask(client, ASKED);

      assertArrayEquals(GOING_AWAY, client.socket().getInputStream().readAllBytes());
      assertArrayEquals(GOING_AWAY, unmasked(next(heard)));
      Outcome outcome = gateway.outcome();
      assertEquals(101, outcome.status());
      assertEquals(Reason.TUNNEL_IDLE, outcome.reason());
    }
  }

  @Test
  void silenceInTheMiddleOfAFrameCutsIt() throws Exception {
    var over = new CountDownLatch(1);
    try (var backend =
            Backend.streaming(
                (in, out) -> {
                  out.write(Message.bytes(SWITCHED));
                  out.write(new byte[] {(byte) 0x81, 4, 'a', 'b'});
                  await(over);
                });
        var gateway = gateway(impatient(), backend);
        var client = gateway.client()) {
      ask(client, ASKED);

      assertThrows(IOException.class, () -> client.socket().getInputStream().readAllBytes());
      assertEquals(Reason.TUNNEL_IDLE, gateway.outcome().reason());
      over.countDown();
    }
  }

  @Test
  void aDrainSaysGoodbyeAfterTheFrameThatHasBegun() throws Exception {
    var heard = new LinkedBlockingQueue<byte[]>();
    try (var backend =
            Backend.streaming(
                (in, out) -> {
                  out.write(Message.bytes(SWITCHED));
                  out.write(new byte[] {(byte) 0x81, 4, 'a', 'b'});
                  heard.add(in.readAllBytes());
                  out.write(new byte[] {'c', 'd', (byte) 0x81, 1, 'e'});
                });
        var gateway = gateway(TestSettings.standard(), backend);
        var client = gateway.client()) {
      ask(client, ASKED);
      InputStream in = client.socket().getInputStream();
      assertArrayEquals(new byte[] {(byte) 0x81, 4, 'a', 'b'}, in.readNBytes(4));

      Future<Void> drained = gateway.drain(Duration.ofSeconds(20));
      assertArrayEquals(GOING_AWAY, unmasked(next(heard)));
      assertArrayEquals(new byte[] {'c', 'd'}, in.readNBytes(2));
      assertArrayEquals(GOING_AWAY, in.readAllBytes());
      Gateway.await(drained);
      assertEquals(Reason.SHUTDOWN, gateway.outcome().reason());
    }
  }

  @Test
  void aDrainSaysGoodbyeToEachOfSeveral() throws Exception {
    var heard = new LinkedBlockingQueue<byte[]>();
    try (var backend = listening(heard);
        var gateway = gateway(TestSettings.standard(), backend);
        var one = gateway.client();
        var another = gateway.client();
        var third = gateway.client()) {
      for (Client client : List.of(one, another, third)) {
        ask(client, ASKED);
      }

      Future<Void> drained = gateway.drain(Duration.ofMinutes(10));
      for (Client client : List.of(one, another, third)) {
        assertArrayEquals(GOING_AWAY, client.socket().getInputStream().readAllBytes());
        assertArrayEquals(GOING_AWAY, unmasked(next(heard)));
      }
      Gateway.await(drained);
    }
  }

  @Test
  void theDeadlineOfADrainCutsAFrame() throws Exception {
    var over = new CountDownLatch(1);
    try (var backend =
            Backend.streaming(
                (in, out) -> {
                  out.write(Message.bytes(SWITCHED));
                  out.write(new byte[] {(byte) 0x81, 4, 'a', 'b'});
                  await(over);
                });
        var gateway = gateway(TestSettings.standard(), backend);
        var client = gateway.client()) {
      ask(client, ASKED);
      InputStream in = client.socket().getInputStream();
      assertEquals(4, in.readNBytes(4).length);

      Gateway.await(gateway.drain(Duration.ofSeconds(1)));
      assertThrows(IOException.class, in::readAllBytes);
      assertEquals(Reason.SHUTDOWN, gateway.outcome().reason());
      over.countDown();
    }
  }

  private static ProxySettings impatient() {
    return new TestSettings()
        .timeouts(
            new ProxySettings.Timeouts(
                Duration.ofSeconds(2),
                Duration.ofSeconds(10),
                Duration.ofMillis(100),
                Duration.ofMillis(100),
                Duration.ofMillis(1500)))
        .build();
  }

  private static Gateway gateway(ProxySettings settings, Backend backend) {
    return new Gateway(settings, Routes.webSockets(), backend);
  }

  private static Backend echo() throws IOException {
    return Backend.streaming(
        (in, out) -> {
          out.write(Message.bytes(SWITCHED));
          var chunk = new byte[1024];
          for (int length = in.read(chunk); length >= 0; length = in.read(chunk)) {
            out.write(chunk, 0, length);
          }
        });
  }

  private static Backend listening(BlockingQueue<byte[]> heard) throws IOException {
    return Backend.streaming(
        (in, out) -> {
          out.write(Message.bytes(SWITCHED));
          heard.add(in.readAllBytes());
        });
  }

  private static String endAfterSwitching(InputStream in, OutputStream out) throws IOException {
    out.write(Message.bytes(SWITCHED));
    try {
      return in.read() < 0 ? "end" : "bytes";
    } catch (IOException _) {
      return "reset";
    }
  }

  /** A Close frame as a server reads it. */
  private static byte[] unmasked(byte[] frame) {
    assertEquals(8, frame.length);
    return new byte[] {
      frame[0], (byte) (frame[1] & 0x7f), (byte) (frame[6] ^ frame[2]), (byte) (frame[7] ^ frame[3])
    };
  }

  private static Message ask(Client client, String request) throws IOException {
    client.send(request);
    Message head = head(client);
    assertEquals(101, head.status());
    return head;
  }

  private static Message head(Client client) throws IOException {
    return present(client.answerHead());
  }

  private static String exchange(Client client, String text) throws IOException {
    client.send(text);
    return read(client, text.length());
  }

  private static String read(Client client, int bytes) throws IOException {
    return new String(client.socket().getInputStream().readNBytes(bytes), ISO_8859_1);
  }

  private static void await(CountDownLatch latch) throws IOException {
    try {
      if (!latch.await(20, TimeUnit.SECONDS)) {
        throw new IOException("nothing came");
      }
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
    return present(queue.poll(20, TimeUnit.SECONDS));
  }

  private static <T> T present(@Nullable T value) {
    return Objects.requireNonNull(value, "nothing came");
  }
}
