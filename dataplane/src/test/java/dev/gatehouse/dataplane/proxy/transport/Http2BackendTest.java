package dev.gatehouse.dataplane.proxy.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.dataplane.exchange.Outcome;
import dev.gatehouse.dataplane.exchange.Reason;
import dev.gatehouse.dataplane.proxy.Routes;
import dev.gatehouse.dataplane.proxy.TestSettings;
import dev.gatehouse.snapshot.EndpointSet;
import io.vertx.core.Vertx;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests to backends of HTTP/2, from clients of either version. */
@Timeout(30)
class Http2BackendTest {
  private static final int REFUSED_STREAM = 7;
  private static final int CANCEL = 8;

  private static Gateway gateway(FrameBackend backend) {
    return gateway(backend.endpoint());
  }

  private static Gateway gateway(EndpointSet.Endpoint endpoint) {
    return new Gateway(TestSettings.standard(), Routes.all()).toHttp2(endpoint);
  }

  private static FrameBackend echo() throws Exception {
    return FrameBackend.answering(
        (peer, stream, request) -> FrameBackend.ok(peer, stream, "got " + request.body()));
  }

  @Test
  void aRequestOfHttp11() throws Exception {
    try (var backend = echo();
        var gateway = gateway(backend);
        var client = gateway.client()) {
      assertEquals("got ", client.get("/a/../b?c=%2f").body());

      Map<String, String> head = backend.seen().getFirst().head();
      assertEquals("GET", head.get(":method"));
      assertEquals("http", head.get(":scheme"));
      assertEquals("/b?c=%2f", head.get(":path"));
      assertEquals("a.example", head.get(":authority"));
      assertEquals("1.1 gatehouse", head.get("via"));
      assertEquals("127.0.0.1", head.get("x-forwarded-for"));
      assertNull(head.get("host"));
      assertNull(head.get("connection"));
    }
  }

  @Test
  void aBodyWithItsLength() throws Exception {
    try (var backend = echo();
        var gateway = gateway(backend);
        var client = gateway.client()) {
      assertEquals("got abc", client.post("/", "abc").body());
      assertEquals("3", backend.seen().getFirst().head().get("content-length"));
    }
  }

  @Test
  void aBodyInChunks() throws Exception {
    try (var backend = echo();
        var gateway = gateway(backend);
        var client = gateway.client()) {
      Message answer = postInChunks(client, "2\r\nab\r\n1\r\nc\r\n0\r\n\r\n");

      assertEquals("got abc", answer.body());
      assertNull(backend.seen().getFirst().head().get("content-length"));
      assertNull(backend.seen().getFirst().head().get("transfer-encoding"));
    }
  }

  @Test
  void aMalformedBodyThatCameWithItsHeadReachesNoBackend() throws Exception {
    try (var backend = echo();
        var gateway = gateway(backend);
        var client = gateway.client();
        var other = gateway.client()) {
      Message answer = postInChunks(client, "ZZ\r\n");

      assertEquals(400, answer.status());
      assertEquals(0, backend.connections());
      assertEquals("got ", other.get("/").body());
    }
  }

  private static Message postInChunks(Client client, String chunks) throws Exception {
    String head = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
    Message answer = client.send(head + chunks).answer();
    assertNotNull(answer);
    return answer;
  }

  @Test
  void trailersBothWays() throws Exception {
    try (var backend =
            FrameBackend.answering(
                (peer, stream, request) ->
                    peer.headers(stream, false, ":status", "200")
                        .data(stream, false, "ok")
                        .headers(
                            stream,
                            true,
                            "x-sum",
                            request.requestTrailers().getOrDefault("x-sum", "none"),
                            "set-cookie",
                            "a=b"));
        var gateway = gateway(backend);
        var client = gateway.frames();
        var old = gateway.client()) {
      client.post(1, "/", "te", "trailers").data(1, false, "abc");
      client.headers(1, true, "x-sum", "6", "authorization", "me");

      StreamAnswer answer = client.answer(1);

      assertEquals("ok", answer.body());
      assertEquals(Map.of("x-sum", "6"), answer.trailers());
      assertEquals(Map.of("x-sum", "6"), backend.seen().getFirst().requestTrailers());
      assertEquals("trailers", backend.seen().getFirst().head().get("te"));
      Message chunked =
          old.send("GET / HTTP/1.1\r\nHost: a\r\nTE: trailers\r\nConnection: te\r\n\r\n").answer();
      assertNotNull(chunked);
      assertTrue(chunked.toString().contains("x-sum: none"), chunked.toString());
    }
  }

  /** What the client has sent meanwhile is still there for the next connection. */
  @Test
  void aBodyIsNotLostWithAConnectionThatSaysGoodbyeAtOnce() throws Exception {
    byte[] hello =
        Frame.bytes(
            new Frame(Frame.SETTINGS, 0, 0, new byte[0]),
            new Frame(Frame.GOAWAY, 0, 0, new byte[8]));
    var made = new FrameBackend[1];
    try (var backend =
            new FrameBackend(
                (peer, connection) -> {
                  if (connection == 1) {
                    peer.bytes(hello).end();
                    return;
                  }
                  peer.accept();
                  made[0].serve(
                      peer,
                      (to, stream, request) ->
                          FrameBackend.ok(to, stream, "got " + request.body()));
                });
        var gateway = gateway(backend);
        var client = gateway.frames()) {
      made[0] = backend;
      byte[] post =
          Frame.block(":method", "POST", ":scheme", "http", ":path", "/", ":authority", "a");

      client.bytes(
          Frame.bytes(
              new Frame(Frame.HEADERS, Frame.END_HEADERS, 1, post),
              new Frame(Frame.DATA, Frame.END_STREAM, 1, Message.bytes("hello"))));

      assertEquals("got hello", client.answer(1).body());
      assertEquals(2, backend.connections());
    }
  }

  /** Some servers of gRPC know it, and announce it. */
  @Test
  void theStatusOfACallWhoseLengthIsAnnounced() throws Exception {
    try (var backend =
            FrameBackend.answering(
                (peer, stream, _) ->
                    peer.headers(
                            stream,
                            false,
                            ":status",
                            "200",
                            "content-type",
                            "application/grpc",
                            "content-length",
                            "2")
                        .data(stream, false, "ok")
                        .headers(stream, true, "grpc-status", "0"));
        var gateway = gateway(backend);
        var client = gateway.frames()) {
      StreamAnswer answer = client.get(1, "/").answer(1);

      assertEquals("ok", answer.body());
      assertEquals(Map.of("grpc-status", "0"), answer.trailers());
    }
  }

  @Test
  void aBodyThatTheClientHoldsBack() throws Exception {
    try (var backend =
            new FrameBackend(
                (peer, _) -> {
                  peer.accept().readUntil(() -> peer.streams().contains(3));
                  peer.headers(3, false, ":status", "103", "link", "</a.css>");
                  peer.headers(3, false, ":status", "100");
                  peer.readUntil(() -> peer.on(3).isEnded());
                  FrameBackend.ok(peer, 3, peer.on(3).body());
                  peer.end();
                });
        var gateway = gateway(backend);
        var client = gateway.client()) {
      client.send(
          "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
      Message hints = client.answerHead();
      Message goOn = client.answerHead();
      assertNotNull(hints);
      assertNotNull(goOn);
      assertEquals(103, hints.status());
      assertEquals("</a.css>", hints.field("link"));
      assertEquals(100, goOn.status());

      Message answer = client.send("hi").answer();

      assertNotNull(answer);
      assertEquals("hi", answer.body());
    }
  }

  @Test
  void aResetOfTheClientReachesTheBackend() throws Exception {
    var asked = new CountDownLatch(1);
    var reset = new CountDownLatch(1);
    try (var backend =
            new FrameBackend(
                (peer, _) -> {
                  peer.accept().readUntil(() -> peer.on(3).size() == 3);
                  asked.countDown();
                  peer.readUntil(() -> peer.on(3).reset() == CANCEL);
                  reset.countDown();
                  peer.end();
                });
        var gateway = gateway(backend);
        var client = gateway.frames()) {
      client.post(1, "/").data(1, false, "abc");
      assertTrue(asked.await(10, TimeUnit.SECONDS));

      client.reset(1, CANCEL);

      assertTrue(reset.await(10, TimeUnit.SECONDS));
      assertEquals(Reason.CLIENT_RESET, gateway.outcome().reason());
    }
  }

  @Test
  void aResetOfTheBackendReachesTheClient() throws Exception {
    try (var backend =
            FrameBackend.answering(
                (peer, stream, _) ->
                    peer.headers(stream, false, ":status", "200")
                        .data(stream, false, "o")
                        .reset(stream, 2));
        var gateway = gateway(backend);
        var client = gateway.frames()) {
      StreamAnswer answer = client.get(1, "/").answer(1);

      assertEquals(2, answer.reset(), "INTERNAL_ERROR");
      assertEquals(Reason.UPSTREAM_RESET, gateway.outcome().reason());
    }
  }

  @Test
  void whatABackendRefusesIsAskedAgain() throws Exception {
    var again = new CountDownLatch(1);
    try (var backend =
            new FrameBackend(
                (peer, _) -> {
                  peer.accept();
                  peer.readUntil(() -> peer.streams().contains(3));
                  peer.reset(3, REFUSED_STREAM);
                  peer.readUntil(() -> peer.streams().contains(5));
                  again.countDown();
                  peer.readUntil(() -> peer.on(5).isEnded());
                  FrameBackend.ok(peer, 5, peer.on(5).body());
                  peer.end();
                });
        var gateway = gateway(backend);
        var client = gateway.client()) {
      client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n");
      assertTrue(again.await(10, TimeUnit.SECONDS));
      Message answer = client.send("ok").answer();

      assertNotNull(answer);
      assertEquals("ok", answer.body());
      assertEquals(2, gateway.outcome().attempts());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2, CANCEL, 11, 99})
  void whatABackendResetsIsNotAskedAgain(int code) throws Exception {
    try (var backend = FrameBackend.answering((peer, stream, _) -> peer.reset(stream, code));
        var gateway = gateway(backend);
        var client = gateway.client()) {
      assertEquals(502, client.get("/").status());
      Outcome outcome = gateway.outcome();
      assertEquals(Reason.UPSTREAM_RESET, outcome.reason());
      assertEquals(1, outcome.attempts());
    }
  }

  @Test
  void whatABackendRefusesWithAPartOfItsBodyIsNotAskedAgain() throws Exception {
    try (var backend =
            new FrameBackend(
                (peer, _) -> {
                  peer.accept(4, 1).readUntil(() -> peer.on(3).size() == 1);
                  peer.reset(3, REFUSED_STREAM);
                  peer.end();
                });
        var gateway = gateway(backend);
        var client = gateway.client()) {
      assertEquals(502, client.post("/", "abc").status());
      Outcome outcome = gateway.outcome();
      assertEquals(Reason.UPSTREAM_RESET, outcome.reason());
      assertEquals(1, outcome.attempts());
    }
  }

  /** The client has the whole, and asks on; what the backend's stream comes to is no matter. */
  @Test
  void whatABackendDoesAfterAllThatItAnnouncedCutsNoOtherRequest() throws Exception {
    try (var backend =
            new FrameBackend(
                (peer, _) -> {
                  peer.accept().readUntil(() -> peer.on(3).isEnded());
                  peer.headers(3, false, ":status", "200", "content-length", "2");
                  peer.data(3, false, "ok").readUntil(() -> peer.on(5).isEnded());
                  peer.reset(3, 2);
                  FrameBackend.ok(peer, 5, "next");
                  peer.end();
                });
        var gateway = gateway(backend);
        var client = gateway.client()) {
      assertEquals("ok", client.get("/").body());
      assertEquals("next", client.get("/").body());

      assertNull(gateway.outcome().reason());
      assertNull(gateway.outcome().reason());
    }
  }

  @Test
  void whatComesAfterAGoAwayGoesElsewhere() throws Exception {
    try (var backend =
            new FrameBackend(
                (peer, connection) -> {
                  peer.accept();
                  peer.readUntil(() -> peer.on(5).isEnded() || (connection > 1 && ended(peer, 3)));
                  if (connection == 1) {
                    peer.send(Frame.GOAWAY, 0, 0, Frame.ints(3, 0));
                    FrameBackend.ok(peer, 3, "first");
                  } else {
                    FrameBackend.ok(peer, 3, "again");
                  }
                  peer.end();
                });
        var gateway = gateway(backend);
        var client = gateway.frames()) {
      client.get(1, "/taken").get(3, "/not-taken");

      assertEquals("first", client.answer(1).body());
      assertEquals("again", client.answer(3).body());
      assertEquals(2, backend.connections());
      assertEquals(1, gateway.outcome().attempts());
      assertEquals(2, gateway.outcome().attempts());
      assertTrue(
          gateway.backendsGone().tryAcquire(10, TimeUnit.SECONDS), "it is closed in the end");
    }
  }

  private static boolean ended(FrameClient peer, int stream) {
    return peer.on(stream).isEnded();
  }

  @Test
  void aConnectionThatEndsCutsWhatIsNotRepeatable() throws Exception {
    try (var backend =
            new FrameBackend(
                (peer, _) -> {
                  peer.accept().readUntil(() -> peer.on(3).isEnded());
                  peer.socket().setSoLinger(true, 0);
                });
        var gateway = gateway(backend);
        var client = gateway.client()) {
      Message answer = client.post("/", "abc");

      assertEquals(502, answer.status());
      Outcome outcome = gateway.outcome();
      assertEquals(Reason.UPSTREAM_RESET, outcome.reason());
      assertEquals(1, outcome.attempts());
    }
  }

  @Test
  void aBackendOfHttp11IsToldApart() throws Exception {
    try (var backend =
            new FrameBackend(
                (peer, _) -> {
                  peer.bytes(
                      Message.bytes("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"));
                  peer.socket().getInputStream().transferTo(OutputStream.nullOutputStream());
                });
        var gateway = gateway(backend);
        var client = gateway.client()) {
      Message answer = client.get("/");

      assertEquals(502, answer.status());
      assertTrue(answer.body().contains("doesn't speak HTTP/2"), answer.body());
    }
  }

  @Test
  void anUpstreamThatChangesItsProtocol() throws Exception {
    try (var old = Backend.ok("old");
        var backend = echo();
        var gateway = new Gateway(old);
        var client = gateway.client()) {
      assertEquals("old", client.get("/").body());

      gateway.toHttp2(backend.endpoint());
      assertEquals("got ", client.get("/").body());
      assertTrue(gateway.backendsGone().tryAcquire(10, TimeUnit.SECONDS));

      gateway.to(old);
      assertEquals("old", client.get("/").body());
      assertTrue(gateway.backendsGone().tryAcquire(10, TimeUnit.SECONDS));
    }
  }

  /** The same address and port, which speaks both. */
  @Test
  void anEndpointThatChangesItsProtocol() throws Exception {
    var vertx = Vertx.vertx();
    try {
      var server =
          Gateway.await(
              vertx
                  .createHttpServer()
                  .requestHandler(request -> request.response().end(request.version().name()))
                  .listen(0, "127.0.0.1"));
      var endpoint = new EndpointSet.Endpoint("127.0.0.1", server.actualPort());
      try (var gateway = gateway(endpoint);
          var client = gateway.client()) {
        assertEquals("HTTP_2", client.get("/").body());
        gateway.upstreams().endpoints(Routes.UPSTREAM, List.of(endpoint));
        assertEquals("HTTP_1_1", client.get("/").body());
        gateway.toHttp2(endpoint);
        assertEquals("HTTP_2", client.get("/").body());
      }
    } finally {
      Gateway.await(vertx.close());
    }
  }

  @Test
  void anIdleConnectionIsUsedAgain() throws Exception {
    try (var backend = echo();
        var gateway = gateway(backend);
        var one = gateway.client();
        var other = gateway.frames()) {
      for (int i = 0; i < 20; i++) {
        assertEquals("got ", one.get("/").body());
        assertEquals("got ", other.get(2 * i + 1, "/").answer(2 * i + 1).body());
      }
      assertEquals(1, backend.connections());
      assertFalse(gateway.backendsGone().tryAcquire());
    }
  }
}
