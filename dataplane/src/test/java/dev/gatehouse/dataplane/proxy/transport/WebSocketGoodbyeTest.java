package dev.gatehouse.dataplane.proxy.transport;

import static dev.gatehouse.dataplane.proxy.transport.WebSocketEnds.ASKED;
import static dev.gatehouse.dataplane.proxy.transport.WebSocketEnds.GOING_AWAY;
import static dev.gatehouse.dataplane.proxy.transport.WebSocketEnds.SWITCHED;
import static dev.gatehouse.dataplane.proxy.transport.WebSocketEnds.ask;
import static dev.gatehouse.dataplane.proxy.transport.WebSocketEnds.gateway;
import static dev.gatehouse.dataplane.proxy.transport.WebSocketEnds.head;
import static dev.gatehouse.dataplane.proxy.transport.WebSocketEnds.impatient;
import static dev.gatehouse.dataplane.proxy.transport.WebSocketEnds.listening;
import static dev.gatehouse.dataplane.proxy.transport.WebSocketEnds.next;
import static dev.gatehouse.dataplane.proxy.transport.WebSocketEnds.unmasked;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gatehouse.dataplane.exchange.Outcome;
import dev.gatehouse.dataplane.exchange.Reason;
import dev.gatehouse.dataplane.proxy.TestSettings;
import io.vertx.core.Future;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How WebSockets end that the gateway ends: by silence, and when a pod goes. */
@Timeout(60)
class WebSocketGoodbyeTest {
  /** A text of one letter, as a client sends it. */
  private static final String EARLY = "\u0081\u0081\0\0\0\0a";

  /** The beginning of a text of four letters, as a server sends it. */
  private static final byte[] BEGUN = {(byte) 0x81, 4, 'a', 'b'};

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
    try (var backend = inTheMiddleOfAFrame(over);
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
                  out.write(BEGUN);
                  heard.add(in.readAllBytes());
                  out.write(new byte[] {'c', 'd', (byte) 0x81, 1, 'e'});
                });
        var gateway = gateway(TestSettings.standard(), backend);
        var client = gateway.client()) {
      ask(client, ASKED);
      InputStream in = client.socket().getInputStream();
      assertArrayEquals(BEGUN, in.readNBytes(4));

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
    try (var backend = inTheMiddleOfAFrame(over);
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

  @Test
  void aDrainIsNoReasonToLoseWhatComesBeforeTheAnswer() throws Exception {
    var mayAnswer = new CountDownLatch(1);
    var heard = new LinkedBlockingQueue<byte[]>();
    try (var backend =
            Backend.streaming(
                (in, out) -> {
                  Backend.await(mayAnswer);
                  out.write(Message.bytes(SWITCHED));
                  heard.add(in.readAllBytes());
                });
        var gateway = gateway(TestSettings.standard(), backend);
        var client = gateway.client()) {
      client.send(ASKED + EARLY);
      Backend.await(backend.asked());
      Future<Void> drained = gateway.drain(Duration.ofMinutes(10));
      mayAnswer.countDown();

      assertEquals(101, head(client).status());
      assertArrayEquals(GOING_AWAY, client.socket().getInputStream().readAllBytes());
      byte[] all = next(heard);
      assertEquals(EARLY, new String(all, 0, EARLY.length(), ISO_8859_1));
      assertArrayEquals(GOING_AWAY, unmasked(Arrays.copyOfRange(all, EARLY.length(), all.length)));
      Gateway.await(drained);
    }
  }

  @Test
  void whoHasSaidGoodbyeIsNotSentASecondOne() throws Exception {
    byte[] close = {(byte) 0x88, 2, 3, (byte) 0xe8};
    var heard = new LinkedBlockingQueue<byte[]>();
    try (var backend =
            Backend.streaming(
                (in, out) -> {
                  out.write(Message.bytes(SWITCHED));
                  out.write(close);
                  heard.add(in.readAllBytes());
                });
        var gateway = gateway(TestSettings.standard(), backend);
        var client = gateway.client()) {
      ask(client, ASKED);
      InputStream in = client.socket().getInputStream();
      assertArrayEquals(close, in.readNBytes(close.length));

      Future<Void> drained = gateway.drain(Duration.ofMinutes(10));
      assertEquals(0, in.readAllBytes().length);
      assertArrayEquals(GOING_AWAY, unmasked(next(heard)));
      Gateway.await(drained);
    }
  }

  private static Backend inTheMiddleOfAFrame(CountDownLatch over) throws IOException {
    return Backend.streaming(
        (_, out) -> {
          out.write(Message.bytes(SWITCHED));
          out.write(BEGUN);
          Backend.await(over);
        });
  }
}
