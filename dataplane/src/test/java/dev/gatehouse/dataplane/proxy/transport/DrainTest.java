package dev.gatehouse.dataplane.proxy.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.dataplane.exchange.Observer;
import dev.gatehouse.dataplane.exchange.Outcome;
import dev.gatehouse.dataplane.exchange.Reason;
import dev.gatehouse.dataplane.proxy.ProxySettings;
import dev.gatehouse.dataplane.proxy.Routes;
import dev.gatehouse.dataplane.proxy.TestSettings;
import dev.gatehouse.dataplane.upstream.Upstreams;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How a pod lets go of its clients without losing what they asked. */
@Timeout(30)
class DrainTest {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

  @Test
  void whoIsSentAwayIsAnsweredAndTold() throws Exception {
    try (var backend = Backend.ok("ok");
        var gateway = new Gateway(backend);
        var old = gateway.client()) {
      assertNull(old.get("/").field("connection"));

      gateway.sendAway();

      awaitClose(old);
      try (var fresh = gateway.client()) {
        assertEquals("close", fresh.get("/").field("connection"));
        assertTrue(fresh.ended());
      }
    }
  }

  /** The loop hears of it a moment after the test has said so. */
  private static void awaitClose(Client client) throws IOException {
    Message answer = client.get("/");
    while (answer.field("connection") == null) {
      answer = client.get("/");
    }
    assertEquals("close", answer.field("connection"));
    assertEquals(200, answer.status());
    assertTrue(client.ended());
  }

  @Test
  void anAnswerThatHasBegunLeavesItsConnectionToTheNext() throws Exception {
    var release = new CountDownLatch(1);
    try (var backend =
            new Backend(
                (request, _, out) -> {
                  out.write(Message.bytes("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nha"));
                  out.flush();
                  if (request.firstLine().contains("/slow")) {
                    await(release);
                  }
                  out.write(Message.bytes("lf"));
                  return true;
                });
        var gateway = new Gateway(backend);
        var client = gateway.client();
        var other = gateway.client()) {
      Message head = client.send("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n").answerHead();
      assertNotNull(head);
      assertNull(head.field("connection"));
      gateway.sendAway();
      awaitClose(other);
      release.countDown();

      assertEquals("half", head.readBody(client.socket().getInputStream()).body());
      Message next = client.get("/");
      assertEquals(200, next.status());
      assertEquals("close", next.field("connection"));
    }
  }

  @Test
  void aDrainEndsIdleConnectionsAndTheListener() throws Exception {
    try (var backend = Backend.ok("ok");
        var gateway = new Gateway(backend);
        var silent = gateway.client();
        var idle = gateway.client()) {
      idle.get("/");

      Gateway.await(gateway.drain(LONG));

      assertTrue(idle.ended());
      assertTrue(silent.ended());
      assertThrows(ConnectException.class, gateway::client);
    }
  }

  @Test
  void whoComesUntilTheListenerClosesIsLetGoBeforeTheDeadline() throws Exception {
    var never = new CountDownLatch(1);
    var late = new ArrayList<Client>();
    try (var backend = silentUntil(never);
        var gateway = new Gateway(backend);
        var client = gateway.client()) {
      client.send(GET);
      assertTrue(backend.asked().await(10, TimeUnit.SECONDS));

      var drained = gateway.drain(LONG);
      assertThrows(ConnectException.class, () -> connectForEver(gateway, late));

      for (Client one : late) {
        assertTrue(isOver(one));
      }
      assertFalse(drained.isComplete(), "a request is still waited for");
      never.countDown();
    } finally {
      for (Client one : late) {
        one.close();
      }
    }
  }

  /** Answers nothing until then, and nothing then. */
  private static Backend silentUntil(CountDownLatch end) throws IOException {
    return new Backend(
        (_, _, _) -> {
          await(end);
          return false;
        });
  }

  private static void connectForEver(Gateway gateway, List<Client> clients) throws IOException {
    while (true) {
      clients.add(gateway.client());
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }
  }

  /** One that the listener had not accepted yet is reset with it. */
  private static boolean isOver(Client client) throws IOException {
    try {
      return client.ended();
    } catch (SocketException _) {
      return true;
    }
  }

  @Test
  void aHeadThatIsOnItsWayIsWaitedFor() throws Exception {
    try (var backend = Backend.ok("ok");
        var gateway = new Gateway(backend);
        var client = gateway.client();
        var probe = gateway.client()) {
      client.send("GET / HTTP/1.1\r\nHo");
      probe.get("/");
      var drained = gateway.drain(LONG);
      assertTrue(probe.ended(), "idle ones are closed meanwhile");

      Message answer = client.send("st: a\r\n\r\n").answer();

      assertNotNull(answer);
      assertEquals(200, answer.status());
      assertEquals("close", answer.field("connection"));
      Gateway.await(drained);
    }
  }

  @Test
  void whatHasNoAnswerAtTheDeadlineIsAnsweredByThePod() throws Exception {
    var never = new CountDownLatch(1);
    try (var backend = silentUntil(never);
        var gateway = new Gateway(backend);
        var client = gateway.client()) {
      client.send(GET);
      assertTrue(backend.asked().await(10, TimeUnit.SECONDS));

      Gateway.await(gateway.drain(Duration.ofMillis(50)));

      Message answer = client.answer();
      assertNotNull(answer);
      assertEquals(503, answer.status());
      assertTrue(answer.body().contains("SHUTDOWN"), answer.body());
      assertTrue(client.ended());
      assertEquals(Reason.SHUTDOWN, gateway.outcome().reason());
      never.countDown();
    }
  }

  @Test
  void anAnswerThatIsCutAtTheDeadlineDoesNotLookWhole() throws Exception {
    var never = new CountDownLatch(1);
    try (var backend =
            new Backend(
                (_, _, out) -> {
                  out.write(
                      Message.bytes(
                          "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nha\r\n"));
                  out.flush();
                  await(never);
                  return false;
                });
        var gateway = new Gateway(backend);
        var client = gateway.client()) {
      Message head = client.send(GET).answerHead();
      assertNotNull(head);

      Gateway.await(gateway.drain(Duration.ofMillis(50)));

      assertThrows(IOException.class, () -> head.readBody(client.socket().getInputStream()));
      Outcome outcome = gateway.outcome();
      assertEquals(Reason.SHUTDOWN, outcome.reason());
      assertEquals(200, outcome.status());
      never.countDown();
    }
  }

  /** The request is over, as far as the pod is asked; its last bytes wait for the client. */
  @Test
  void aClientThatDoesNotReadHoldsUpNoDrain() throws Exception {
    var sent = new CountDownLatch(1);
    byte[] large = new byte[8 << 20];
    try (var backend =
            new Backend(
                (_, _, out) -> {
                  out.write(
                      Message.bytes(
                          "HTTP/1.1 200 OK\r\nContent-Length: " + large.length + "\r\n\r\n"));
                  sent.countDown();
                  out.write(large);
                  return true;
                });
        var gateway = new Gateway(backend);
        var client = gateway.client()) {
      client.send(GET);
      assertTrue(sent.await(10, TimeUnit.SECONDS));

      Gateway.await(gateway.drain(Duration.ofMillis(50)));

      assertTrue(gateway.clientsGone().tryAcquire(10, TimeUnit.SECONDS));
    }
  }

  @Test
  void aStuckEventLoopIsSilent() throws Exception {
    ProxySettings settings = new TestSettings().loops(2).build();
    var stuck = new CountDownLatch(1);
    var asked = new CountDownLatch(1);
    Vertx vertx = Vertx.vertx();
    try {
      ProxyServer server =
          Gateway.await(
              ProxyServer.start(
                  vertx,
                  settings,
                  () -> {
                    asked.countDown();
                    await(stuck);
                    return Routes.all();
                  },
                  new Upstreams(),
                  Observer.NONE));
      try (var client = new Client(server.actualPort())) {
        client.send(GET);
        assertTrue(asked.await(10, TimeUnit.SECONDS));
        awaitSilence(server, true);
        stuck.countDown();
        awaitSilence(server, false);
      }
    } finally {
      stuck.countDown();
      Gateway.await(vertx.close());
    }
  }

  /** A loop that runs answers every second, however little there is to do. */
  private static void awaitSilence(ProxyServer server, boolean silent) {
    while (server.silence().compareTo(Duration.ofSeconds(2)) > 0 != silent) {
      LockSupport.parkNanos(20_000_000);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
