package dev.gatehouse.dataplane.proxy.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.dataplane.exchange.Reason;
import dev.gatehouse.dataplane.proxy.Routes;
import dev.gatehouse.dataplane.proxy.TestSettings;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How a pod lets go of its clients of HTTP/2 (RFC 9113, section 6.8). */
@Timeout(30)
class Http2DrainTest {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final int ANY = Integer.MAX_VALUE;

  private final CountDownLatch release = new CountDownLatch(1);

  @Test
  void whatIsOnItsWayWhenTheGatewaySaysGoodbyeIsServed() throws Exception {
    try (var backend = Backend.ok("ok");
        var gateway = new Gateway(backend);
        var client = gateway.frames().leavesPings()) {
      client.get(1, "/").answer(1);
      var drained = gateway.drain(LONG);
      client.readUntil(() -> !client.pings().isEmpty());
      assertEquals(List.of(ANY), lastStreams(client));

      client.get(3, "/late").get(5, "/later");
      client.send(Frame.PING, Frame.ACK, 0, client.pings().getFirst().payload());

      assertEquals(0, client.end(), "NO_ERROR");
      assertEquals(List.of(ANY, 5), lastStreams(client));
      assertEquals(200, client.on(3).status());
      assertEquals(200, client.on(5).status());
      Gateway.await(drained);
    }
  }

  @Test
  void whatRunsIsFinishedAndNothingNewIsTaken() throws Exception {
    try (var backend = new Backend((_, _, out) -> answerWhenReleased(out));
        var gateway = new Gateway(backend);
        var client = gateway.frames()) {
      client.get(1, "/");
      assertTrue(backend.asked().await(10, TimeUnit.SECONDS));
      var drained = gateway.drain(LONG);
      client.readUntil(() -> client.goAways().size() == 2);

      client.get(3, "/too-late");
      release.countDown();

      assertEquals("ok", client.answer(1).body());
      assertEquals(0, client.end(), "NO_ERROR");
      assertEquals(List.of(ANY, 1), lastStreams(client));
      assertFalse(client.on(3).hasHead());
      assertEquals(1, backend.seen().size());
      Gateway.await(drained);
      assertEquals(ConnectException.class, connecting(gateway));
    }
  }

  private static Class<?> connecting(Gateway gateway) throws IOException {
    try (var _ = gateway.frames()) {
      return FrameClient.class;
    } catch (ConnectException e) {
      return e.getClass();
    }
  }

  @Test
  void anIdleConnectionIsEnded() throws Exception {
    try (var backend = Backend.ok("ok");
        var gateway = new Gateway(backend);
        var used = gateway.frames();
        var fresh = gateway.frames()) {
      used.get(1, "/").answer(1);
      fresh.readUntil(() -> !fresh.settings().isEmpty());

      var drained = gateway.drain(LONG);

      assertEquals(0, used.end());
      assertEquals(0, fresh.end());
      assertEquals(List.of(ANY, 0), lastStreams(fresh));
      Gateway.await(drained);
    }
  }

  @Test
  void aConnectionThatIsToGoElsewhereServesWhatItWasAsked() throws Exception {
    try (var backend = Backend.ok("ok");
        var gateway = new Gateway(backend);
        var old = gateway.frames()) {
      old.get(1, "/").answer(1);

      gateway.sendAway();

      for (int stream = 3; !old.isEnded() && old.goAways().isEmpty(); stream += 2) {
        assertEquals(200, old.get(stream, "/").answer(stream).status());
      }
      assertEquals(0, old.end());
      try (var fresh = gateway.frames()) {
        assertEquals(200, fresh.get(1, "/").answer(1).status());
        assertEquals(0, fresh.end());
      }
    }
  }

  @Test
  void whoDoesNotListenIsNotServedForever() throws Exception {
    try (var backend = new Backend((_, _, out) -> answerWhenReleased(out));
        var gateway = new Gateway(backend);
        var client = gateway.frames().leavesPings()) {
      client.get(1, "/");
      assertTrue(backend.asked().await(10, TimeUnit.SECONDS));

      gateway.sendAway();

      client.readUntil(() -> client.goAways().size() == 2);
      assertEquals(List.of(ANY, 1), lastStreams(client));
      release.countDown();
      assertEquals("ok", client.answer(1).body());
      assertEquals(0, client.end());
    }
  }

  @Test
  void whatHasNoAnswerAtTheDeadlineIsCut() throws Exception {
    try (var backend = new Backend((_, _, out) -> answerWhenReleased(out));
        var gateway = new Gateway(backend);
        var client = gateway.frames()) {
      client.get(1, "/");
      assertTrue(backend.asked().await(10, TimeUnit.SECONDS));

      Gateway.await(gateway.drain(Duration.ofMillis(300)));

      assertEquals(Reason.SHUTDOWN, gateway.outcome().reason());
      assertEquals(503, client.answer(1).status());
      client.end();
      release.countDown();
    }
  }

  @Test
  void aClientThatDoesNotReadHoldsUpNoDrain() throws Exception {
    try (var backend = Backend.ok("x".repeat(1 << 20));
        var gateway = new Gateway(backend);
        var client = gateway.frames().holdsWindows()) {
      client.get(1, "/").readUntil(() -> client.on(1).size() > 0);

      Gateway.await(gateway.drain(Duration.ofMillis(300)));

      assertTrue(gateway.clientsGone().tryAcquire(10, TimeUnit.SECONDS));
    }
  }

  /** All of it is written, as far as the gateway is concerned, when the drain begins. */
  @Test
  void theRestOfAnAnswerIsWaitedFor() throws Exception {
    int more = 65_535 + 20_000;
    try (var backend = Backend.ok("x".repeat(more));
        var gateway = new Gateway(backend);
        var client = gateway.frames().holdsWindows()) {
      client.get(1, "/").readUntil(() -> client.on(1).size() == 65_535);
      var drained = gateway.drain(LONG);
      client.readUntil(() -> client.goAways().size() == 2);

      client.opens(0, more).opens(1, more);

      assertEquals(more, client.answer(1).size());
      assertEquals(more, gateway.outcome().responseBytes());
      assertEquals(0, client.end());
      Gateway.await(drained);
    }
  }

  @Test
  void theRestOfAnAnswerIsLostAtTheDeadline() throws Exception {
    try (var backend = Backend.ok("x".repeat(65_535 + 10));
        var gateway = new Gateway(backend);
        var client = gateway.frames().holdsWindows()) {
      client.get(1, "/").readUntil(() -> client.on(1).size() == 65_535);

      Gateway.await(gateway.drain(Duration.ofMillis(300)));

      assertEquals(Reason.SHUTDOWN, gateway.outcome().reason());
    }
  }

  @Test
  void clientsThatDoAsTheyAreToldLoseNothing() throws Exception {
    var asked = new Semaphore(0);
    try (var backend = Backend.ok("ok");
        var leaving = new Gateway(new TestSettings().loops(2).build(), Routes.all(), backend);
        var staying = new Gateway(backend);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> clients = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        clients.add(
            threads.submit(
                () -> {
                  askUntilSentAway(leaving, asked);
                  try (var client = staying.frames()) {
                    assertEquals(200, client.get(1, "/").answer(1).status());
                  }
                  return null;
                }));
      }
      asked.acquire(100);

      leaving.sendAway();
      Gateway.await(leaving.drain(LONG));

      for (Future<?> client : clients) {
        client.get();
      }
    }
  }

  /** Asks two at a time, without a pause. */
  private static void askUntilSentAway(Gateway gateway, Semaphore asked) throws IOException {
    try (var client = gateway.frames()) {
      int stream = 1;
      while (client.goAways().isEmpty()) {
        client.get(stream, "/one").get(stream + 2, "/two").answer(stream + 2);
        asked.release();
        stream += 4;
      }
      assertEquals(0, client.end());
      int last = client.goAways().getLast().intAt(0);
      for (int each = 1; each <= Math.min(last, stream - 2); each += 2) {
        assertEquals(200, client.on(each).status(), each + " of " + last);
      }
    }
  }

  private static List<Integer> lastStreams(FrameClient client) {
    return client.goAways().stream().map(frame -> frame.intAt(0)).toList();
  }

  private boolean answerWhenReleased(OutputStream out) throws IOException {
    try {
      release.await();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
    out.write(Message.bytes("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"));
    return true;
  }
}
