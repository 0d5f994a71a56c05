package dev.gatehouse.dataplane.proxy.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.dataplane.exchange.Outcome;
import dev.gatehouse.dataplane.exchange.Reason;
import dev.gatehouse.dataplane.proxy.Routes;
import dev.gatehouse.dataplane.proxy.TestSettings;
import dev.gatehouse.snapshot.LoadBalancer;
import dev.gatehouse.snapshot.Timeouts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of a backend's answer, good or bad, and of requests that end early. */
@Timeout(30)
class BackendAnswerTest {
  private static final LoadBalancer ROUND_ROBIN = new LoadBalancer.RoundRobin();

  @Test
  void aChunkedAnswerStaysOneAndHopByHopFieldsGo() throws Exception {
    try (var backend =
            Backend.raw(
                lines(
                    "HTTP/1.1 200 OK",
                    "Transfer-Encoding: chunked",
                    "Connection: close, x-hop",
                    "X-Hop: 1",
                    "X-End: 2",
                    "",
                    "3",
                    "abc",
                    "0",
                    ""));
        var gateway = new Gateway(backend);
        var client = gateway.client()) {
      Message answer = client.get("/");

      assertEquals("abc", answer.body());
      assertNull(answer.field("x-hop"));
      assertEquals("2", answer.field("x-end"));
      assertEquals("abc", client.get("/again").body());
    }
  }

  @Test
  void anAnswerThatIsCutShortIsAnAbortForTheClient() throws Exception {
    try (var backend = Backend.raw("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc");
        var gateway = new Gateway(backend);
        var client = gateway.client()) {
      assertThrows(IOException.class, () -> client.get("/"));
      assertEquals(Reason.UPSTREAM_RESET, gateway.outcome().reason());
    }
  }

  @Test
  void anAnswerThatCantBeReadIsA502() throws Exception {
    try (var backend = Backend.raw("nonsense\r\n\r\n");
        var gateway = new Gateway(backend);
        var client = gateway.client()) {
      Message answer = client.post("/", "x");

      assertEquals(502, answer.status());
      assertEquals(1, backend.seen().size());
      assertEquals(Reason.UPSTREAM_PROTOCOL, gateway.outcome().reason());
    }
  }

  @Test
  void anAnswerOfTwoFramingsIsA502() throws Exception {
    try (var backend =
            Backend.raw(
                lines(
                    "HTTP/1.1 200 OK",
                    "Content-Length: 3",
                    "Transfer-Encoding: chunked",
                    "",
                    "0",
                    ""));
        var gateway = new Gateway(backend);
        var client = gateway.client()) {
      assertEquals(502, client.post("/", "x").status());
    }
  }

  @Test
  void aPostWhoseConnectionDiesIsNotSentAgain() throws Exception {
    try (var backend = Backend.raw("");
        var gateway = new Gateway(backend);
        var client = gateway.client()) {
      assertEquals(502, client.post("/", "x").status());
      assertEquals(1, backend.seen().size());
      assertEquals(Reason.UPSTREAM_RESET, gateway.outcome().reason());
    }
  }

  @Test
  void aRefusedConnectionSendsAPostToAnotherEndpoint() throws Exception {
    try (var dead = Backend.ok("dead");
        var backend = Backend.ok("alive");
        var gateway = new Gateway(dead, backend);
        var client = gateway.client()) {
      dead.stopListening();

      for (int i = 0; i < 4; i++) {
        assertEquals("alive", client.post("/", "x").body());
      }
    }
  }

  @Test
  void headNoContentAndNotModifiedHaveNoBody() throws Exception {
    try (var backend =
            new Backend(
                (request, _, out) -> {
                  String status = request.firstLine().startsWith("HEAD") ? "200 OK" : "204 None";
                  out.write(
                      Message.bytes(
                          "HTTP/1.1 "
                              + status
                              + (status.startsWith("200") ? "\r\nContent-Length: 7" : "")
                              + "\r\n\r\n"));
                  return true;
                });
        var gateway = new Gateway(backend);
        var client = gateway.client()) {
      Message head = client.send("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n").answerHead();
      Message none = client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n").answerHead();

      assertNotNull(head);
      assertEquals("7", head.field("content-length"));
      assertNotNull(none);
      assertEquals(204, none.status());
      assertNull(none.field("content-length"));
    }
  }

  @Test
  void aBackendThatIsTooSlowIsA504() throws Exception {
    var release = new CountDownLatch(1);
    try (var backend = waiting(release);
        var gateway =
            new Gateway(
                TestSettings.standard(), Routes.all(ROUND_ROBIN, new Timeouts(0, 50)), backend);
        var client = gateway.client()) {
      assertEquals(504, client.get("/").status());
      assertEquals(Reason.UPSTREAM_TIMEOUT, gateway.outcome().reason());
      release.countDown();
    }
  }

  @Test
  void aRequestThatTakesTooLongIsA504() throws Exception {
    var release = new CountDownLatch(1);
    try (var backend = waiting(release);
        var gateway =
            new Gateway(
                TestSettings.standard(), Routes.all(ROUND_ROBIN, new Timeouts(50, 0)), backend);
        var client = gateway.client()) {
      assertEquals(504, client.get("/").status());
      assertEquals(Reason.REQUEST_TIMEOUT, gateway.outcome().reason());
      release.countDown();
    }
  }

  @Test
  void aClientThatLeavesResetsTheBackend() throws Exception {
    var gone = new CountDownLatch(1);
    var asked = new CountDownLatch(1);
    try (var backend =
            new Backend(
                (_, in, _) -> {
                  asked.countDown();
                  if (in.read() < 0) {
                    gone.countDown();
                  }
                  return false;
                });
        var gateway = new Gateway(backend);
        var client = gateway.client()) {
      client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
      assertTrue(asked.await(10, TimeUnit.SECONDS));
      client.socket().close();

      assertTrue(gone.await(10, TimeUnit.SECONDS));
      Outcome outcome = gateway.outcome();
      assertEquals(499, outcome.status());
      assertEquals(Reason.CLIENT_RESET, outcome.reason());
    }
  }

  @Test
  void aRunningRequestEndsBeforeTheServerDoes() throws Exception {
    var release = new CountDownLatch(1);
    var asked = new CountDownLatch(1);
    try (var backend =
            new Backend(
                (_, _, out) -> {
                  asked.countDown();
                  Backend.await(release);
                  out.write(Message.bytes("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"));
                  return true;
                });
        var gateway = new Gateway(backend);
        var client = gateway.client()) {
      client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
      assertTrue(asked.await(10, TimeUnit.SECONDS));
      var closed = gateway.drain(Duration.ofSeconds(20));
      release.countDown();

      Message answer = client.answer();
      assertNotNull(answer);
      assertEquals("ok", answer.body());
      assertTrue(client.ended());
      Gateway.await(closed);
    }
  }

  @Test
  void aBackendMayRefuseBeforeTheBodyIsSent() throws Exception {
    try (var backend =
            Backend.streaming(
                (_, out) ->
                    out.write(Message.bytes("HTTP/1.1 413 No\r\nContent-Length: 0\r\n\r\n")));
        var gateway = new Gateway(backend);
        var client = gateway.client()) {
      Message answer = client.send(expecting(5)).answer();

      assertNotNull(answer);
      assertEquals(413, answer.status());
      assertTrue(client.ended(), "the body that may still come must not be taken for a request");
      assertEquals("100-continue", backend.seen().getFirst().field("expect"));
      assertEquals(0, gateway.outcome().requestBytes());
    }
  }

  @Test
  void aBackendThatWantsTheBodyGetsIt() throws Exception {
    try (var backend =
            Backend.streaming(
                (in, out) -> {
                  out.write(Message.bytes("HTTP/1.1 100 Continue\r\n\r\n"));
                  String body = new String(in.readNBytes(5), StandardCharsets.ISO_8859_1);
                  out.write(Message.bytes("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n" + body));
                });
        var gateway = new Gateway(backend);
        var client = gateway.client()) {
      Message goOn = client.send(expecting(5)).answer();
      assertNotNull(goOn);
      assertEquals(100, goOn.status());
      Message answer = client.send("abcde").answer();

      assertNotNull(answer);
      assertEquals("abcde", answer.body());
    }
  }

  private static String expecting(int length) {
    return "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: "
        + length
        + "\r\n\r\n";
  }

  private static String lines(String... lines) {
    return String.join("\r\n", lines) + "\r\n";
  }

  private static Backend waiting(CountDownLatch release) throws IOException {
    return new Backend(
        (_, _, _) -> {
          Backend.await(release);
          return false;
        });
  }
}
