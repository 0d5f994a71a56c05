package dev.gatehouse.dataplane.proxy.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.dataplane.exchange.Reason;
import dev.gatehouse.dataplane.proxy.FaultLog;
import dev.gatehouse.dataplane.proxy.ProxySettings;
import dev.gatehouse.dataplane.proxy.Routes;
import dev.gatehouse.dataplane.proxy.TestSettings;
import dev.gatehouse.dataplane.settings.Cidr;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Requests that come by HTTP/2, one at a time. */
@Timeout(30)
class Http2Test {
  @Test
  void aRequestIsAnsweredAndTheBackendSeesHttp11() throws Exception {
    try (var backend = Backend.ok("ok");
        var gateway = new Gateway(backend);
        var client = gateway.frames()) {
      StreamAnswer answer = client.get(1, "/x?y=1").answer(1);

      assertEquals(200, answer.status());
      assertEquals("ok", answer.body());
      String seen = backend.seen().getFirst().toString().toLowerCase(Locale.ROOT);
      assertTrue(seen.startsWith("get /x?y=1 http/1.1\r\n"), seen);
      assertTrue(seen.contains("\r\nhost: a\r\n"), seen);
      assertTrue(seen.contains("\r\nvia: 2 gatehouse\r\n"), seen);
      assertFalse(seen.contains("transfer-encoding"), seen);
      assertEquals(200, gateway.outcome().status());
    }
  }

  @Test
  void aConnectionServesManyStreams() throws Exception {
    try (var backend = Backend.ok("ok");
        var gateway = new Gateway(backend);
        var client = gateway.frames()) {
      for (int stream = 1; stream < 200; stream += 2) {
        client.get(stream, "/" + stream);
        if (stream % 20 == 19) {
          assertEquals(200, client.answer(stream).status());
        }
      }
      for (int stream = 1; stream < 200; stream += 2) {
        assertEquals(200, client.answer(stream).status());
      }
      assertEquals(100, backend.seen().size());
    }
  }

  @Test
  void thePrefaceMayComeByteForByte() throws Exception {
    try (var backend = Backend.ok("ok");
        var gateway = new Gateway(backend);
        var client = new FrameClient(gateway.port())) {
      for (byte one : Message.bytes(FrameClient.PREFACE)) {
        client.bytes(new byte[] {one});
      }
      client.send(Frame.SETTINGS, 0, 0);

      assertEquals(200, client.get(1, "/").answer(1).status());
    }
  }

  @Test
  void aBodyWithoutLengthGoesOnInChunks() throws Exception {
    try (var backend = Backend.ok("ok");
        var gateway = new Gateway(backend);
        var client = gateway.frames()) {
      client.post(1, "/").data(1, false, "hello ").data(1, true, "world");

      assertEquals(200, client.answer(1).status());
      assertEquals("hello world", backend.seen().getFirst().body());
      assertEquals(11, gateway.outcome().requestBytes());
    }
  }

  @Test
  void anAnswerInChunksHasNoFieldsOfTheConnection() throws Exception {
    try (var backend =
            Backend.raw(
                lines(
                    "HTTP/1.1 200 OK",
                    "Transfer-Encoding: chunked",
                    "Connection: x-hop, close",
                    "Keep-Alive: timeout=5",
                    "X-Hop: 1",
                    "X-End: 2",
                    "",
                    "3",
                    "abc",
                    "0",
                    "",
                    ""));
        var gateway = new Gateway(backend);
        var client = gateway.frames()) {
      StreamAnswer answer = client.get(1, "/").answer(1);

      assertEquals("abc", answer.body());
      assertEquals("2", answer.field("x-end"));
      for (String name : List.of("transfer-encoding", "connection", "keep-alive", "x-hop")) {
        assertEquals(null, answer.field(name), name);
      }
    }
  }

  @Test
  void headHasTheLengthAndNoBody() throws Exception {
    try (var backend = Backend.raw("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n");
        var gateway = new Gateway(backend);
        var client = gateway.frames()) {
      StreamAnswer answer = client.request(1, true, "HEAD", "/").answer(1);

      assertEquals(200, answer.status());
      assertEquals("5", answer.field("content-length"));
      assertTrue(answer.isEnded());
      assertEquals(null, gateway.outcome().reason());
    }
  }

  @Test
  void someStatusesHaveNoBody() throws Exception {
    for (String status : List.of("204 No Content", "304 Not Modified")) {
      try (var backend = Backend.raw("HTTP/1.1 " + status + "\r\n\r\n");
          var gateway = new Gateway(backend);
          var client = gateway.frames()) {
        StreamAnswer answer = client.get(1, "/").answer(1);

        assertEquals(Integer.parseInt(status.substring(0, 3)), answer.status());
        assertTrue(answer.isEnded());
        assertEquals(0, answer.size());
        assertEquals(null, gateway.outcome().reason());
      }
    }
  }

  @Test
  void cookiesAreJoined() throws Exception {
    try (var backend = Backend.ok("ok");
        var gateway = new Gateway(backend);
        var client = gateway.frames()) {
      client.get(1, "/", "cookie", "a=1", "cookie", "b=2").answer(1);

      assertEquals("a=1; b=2", backend.seen().getFirst().field("cookie"));
    }
  }

  @Test
  void theBackendDecidesWhetherABodyIsSent() throws Exception {
    try (var backend =
            Backend.streaming(
                (in, out) -> {
                  out.write(Message.bytes("HTTP/1.1 100 Continue\r\n\r\n"));
                  out.flush();
                  byte[] body = in.readNBytes(5);
                  out.write(Message.bytes("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n"));
                  out.write(body);
                });
        var gateway = new Gateway(backend);
        var client = gateway.frames()) {
      client
          .post(1, "/", "content-length", "5", "expect", "100-continue")
          .readUntil(() -> client.on(1).hasHead());
      assertEquals(List.of(100), client.on(1).statuses());

      StreamAnswer answer = client.data(1, true, "hello").answer(1);

      assertEquals(List.of(100, 200), answer.statuses());
      assertEquals("hello", answer.body());
    }
  }

  @Test
  void earlyHintsArePassedOn() throws Exception {
    try (var backend =
            Backend.raw(
                lines(
                    "HTTP/1.1 103 Early Hints",
                    "Link: </a>",
                    "",
                    "HTTP/1.1 200 OK",
                    "Content-Length: 2",
                    "",
                    "ok"));
        var gateway = new Gateway(backend);
        var client = gateway.frames()) {
      StreamAnswer answer = client.get(1, "/").answer(1);

      assertEquals(List.of(103, 200), answer.statuses());
      assertEquals("</a>", answer.field("link"));
    }
  }

  @Test
  void aClientsResetCutsTheRequestToTheBackend() throws Exception {
    try (var backend =
            Backend.streaming((in, _) -> in.transferTo(OutputStream.nullOutputStream()));
        var gateway = new Gateway(backend);
        var client = gateway.frames()) {
      client.post(1, "/").data(1, false, "x");
      assertTrue(backend.asked().await(10, TimeUnit.SECONDS));

      client.reset(1, 8);

      assertEquals(Reason.CLIENT_RESET, gateway.outcome().reason());
      assertTrue(gateway.backendsGone().tryAcquire(10, TimeUnit.SECONDS));
      assertEquals(0, client.goAways().size());
    }
  }

  @Test
  void anAnswerThatIsCutShortEndsInAReset() throws Exception {
    try (var backend = Backend.raw("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc");
        var gateway = new Gateway(backend);
        var client = gateway.frames()) {
      StreamAnswer answer = client.get(1, "/").answer(1);

      assertEquals(200, answer.status());
      assertFalse(answer.isEnded());
      assertEquals(2, answer.reset(), "INTERNAL_ERROR");
      assertEquals(Reason.UPSTREAM_RESET, gateway.outcome().reason());
      assertEquals(200, client.get(3, "/").answer(3).status(), "the connection serves on");
    }
  }

  @Test
  void aClientThatIsAnsweredEarlyIsToldToStop() throws Exception {
    try (var backend =
            Backend.streaming(
                (_, out) -> {
                  out.write(Message.bytes("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"));
                });
        var gateway = new Gateway(backend);
        var client = gateway.frames()) {
      client.post(1, "/").data(1, false, "x");

      client.readUntil(() -> client.on(1).reset() >= 0);

      assertEquals(404, client.on(1).status());
      assertTrue(client.on(1).isEnded());
      assertEquals(0, client.on(1).reset(), "NO_ERROR");
      for (int i = 0; i < 300; i++) {
        client.data(1, false, "still on its way");
      }
      assertEquals(404, client.get(3, "/").answer(3).status(), "which is no fault of the client");
    }
  }

  @Test
  void whoAsksWithoutARouteIsAnswered() throws Exception {
    try (var gateway = new Gateway();
        var client = gateway.frames()) {
      StreamAnswer answer = client.get(1, "/").answer(1);

      assertEquals(503, answer.status());
      assertNotNull(answer.field("proxy-status"));
      assertTrue(answer.body().contains("NO_ENDPOINT"), answer.body());
    }
  }

  /** Often, since it depended on whether there was a connection to the backend yet. */
  @Test
  void aBodyOfAnotherLengthThanItsHeadSaysIsAnsweredBeforeTheReset() throws Exception {
    for (int i = 0; i < 20; i++) {
      try (var backend = Backend.ok("ok");
          var gateway = new Gateway(backend);
          var client = gateway.frames()) {
        client.post(1, "/", "content-length", "3").data(1, true, "abcdef");
        client.readUntil(() -> client.on(1).reset() >= 0);

        assertEquals(400, client.on(1).status());
        assertEquals(Reason.BAD_REQUEST, gateway.outcome().reason());
      }
    }
  }

  @Test
  void aHeadThatIsTooLargeIsToldAsItIsAnswered() throws Exception {
    try (var gateway = new Gateway(TestSettings.standard(), Routes.all());
        var client = gateway.frames()) {
      var fields =
          new ArrayList<>(
              List.of(":method", "GET", ":scheme", "http", ":path", "/", ":authority", "a"));
      for (int i = 0; i < 34; i++) {
        fields.addAll(List.of("x", "a".repeat(1000)));
      }
      byte[] block = Frame.block(fields.toArray(String[]::new));
      client.send(Frame.HEADERS, Frame.END_STREAM, 1, Arrays.copyOf(block, 12_000));
      client.send(Frame.CONTINUATION, 0, 1, Arrays.copyOfRange(block, 12_000, 24_000));
      client.send(
          Frame.CONTINUATION,
          Frame.END_HEADERS,
          1,
          Arrays.copyOfRange(block, 24_000, block.length));

      assertEquals(431, client.answer(1).status());
      assertEquals("127.0.0.1 BAD_REQUEST 431", gateway.refusal());
    }
  }

  @Test
  void whatIsOnlyResetIsToldWithoutAStatus() throws Exception {
    try (var gateway = new Gateway(TestSettings.standard(), Routes.all());
        var client = gateway.frames()) {
      client.get(1, "/", "connection", "close").readUntil(() -> client.on(1).reset() >= 0);

      assertEquals("127.0.0.1 BAD_REQUEST", gateway.refusal());
    }
  }

  @Test
  void aConnectionThatBreaksIsNotLoggedAsAFault() throws Exception {
    try (var log = new FaultLog("");
        var backend = Backend.ok("ok");
        var gateway = new Gateway(backend)) {
      for (int i = 0; i < 5; i++) {
        try (var client = gateway.frames()) {
          assertEquals(200, client.get(1, "/").answer(1).status());
          client.socket().setSoLinger(true, 0);
        }
      }
      assertTrue(gateway.clientsGone().tryAcquire(5, 10, TimeUnit.SECONDS));

      assertEquals(List.of(), log.faults());
    }
  }

  @Test
  void aBodyThatIsTooLargeIsRefusedOnItsStream() throws Exception {
    try (var backend = Backend.ok("ok");
        var gateway = new Gateway(new TestSettings().bodyBytes(10).build(), Routes.all(), backend);
        var client = gateway.frames()) {
      client.post(1, "/", "content-length", "11");
      assertEquals(413, client.answer(1).status());
      client.post(3, "/").data(3, false, "0123456789").data(3, true, "0");
      assertEquals(413, client.answer(3).status());

      client.post(5, "/").data(5, true, "0123456789");

      assertEquals(200, client.answer(5).status());
      assertEquals(1, backend.seen().size());
    }
  }

  @Test
  void aPeerMaySayWhoseConnectionItPassesOn() throws Exception {
    ProxySettings settings =
        new TestSettings().proxyProtocolFrom(List.of(Cidr.parse("127.0.0.0/8"))).build();
    try (var backend = Backend.ok("ok");
        var gateway = new Gateway(settings, Routes.all(), backend);
        var client = new FrameClient(gateway.port())) {
      client.bytes(Message.bytes("PROXY TCP4 192.0.2.7 192.0.2.8 4711 8080\r\n")).begin();

      assertEquals(200, client.get(1, "/").answer(1).status());

      Message seen = backend.seen().getFirst();
      assertEquals("192.0.2.7", seen.field("x-forwarded-for"));
      assertEquals("8080", seen.field("x-forwarded-port"));
    }
  }

  private static String lines(String... lines) {
    return String.join("\r\n", lines);
  }
}
