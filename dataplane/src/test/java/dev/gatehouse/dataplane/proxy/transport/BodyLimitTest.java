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
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of bodies that are larger than the pod takes. */
@Timeout(60)
class BodyLimitTest {
  private static final int MOST = 10;
  private static final String POST = "POST / HTTP/1.1\r\nHost: a\r\n";
  private static final String CHUNKED = POST + "Transfer-Encoding: chunked\r\n\r\n";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 11\r\n\r\n",
        "Content-Length: 11\r\n\r\n12345678901",
        "Content-Length: 11\r\nExpect: 100-continue\r\n\r\n",
        "Content-Length: 999999999999999999\r\n\r\n"
      })
  void anAnnouncedOneNeverReachesTheBackend(String rest) throws Exception {
    try (var backend = Backend.ok("ok");
        var gateway = gateway(backend);
        var client = gateway.client()) {
      Message answer = client.send(POST + rest).answer();

      assertTooLarge(answer, gateway.outcome());
      assertTrue(client.ended());
      assertEquals(0, backend.connections());
    }
  }

  @Test
  void aChunkedOneIsCutForTheBackend() throws Exception {
    try (var backend = Backend.ok("ok");
        var gateway = gateway(backend);
        var client = gateway.client()) {
      client.send(CHUNKED + "a\r\n1234567890\r\n");
      assertTrue(backend.asked().await(10, TimeUnit.SECONDS));
      Message answer = client.send("1\r\nx\r\n0\r\n\r\n").answer();

      Outcome outcome = gateway.outcome();
      assertTooLarge(answer, outcome);
      assertEquals(MOST, outcome.requestBytes(), "what was passed on");
      assertTrue(client.ended());
      assertTrue(backend.closed().tryAcquire(10, TimeUnit.SECONDS));
      assertEquals(List.of(), backend.seen(), "none that looks whole");
      assertEquals(0, gateway.upstreams().get(Routes.UPSTREAM).endpoints().getFirst().inFlight());
    }
  }

  @Test
  void aChunkedOneThatComesWithItsHeadIsNoneEither() throws Exception {
    try (var backend = Backend.ok("ok");
        var gateway = gateway(backend);
        var client = gateway.client()) {
      Message answer = client.send(CHUNKED + "b\r\n12345678901\r\n0\r\n\r\n").answer();

      assertTooLarge(answer, gateway.outcome());
      assertTrue(backend.closed().tryAcquire(backend.connections(), 10, TimeUnit.SECONDS));
      assertEquals(List.of(), backend.seen());
    }
  }

  @Test
  void anAnswerThatHasBegunIsCutWithIt() throws Exception {
    try (var backend =
            Backend.streaming(
                (in, out) -> {
                  out.write(Message.bytes("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nab"));
                  out.flush();
                  in.transferTo(OutputStream.nullOutputStream());
                });
        var gateway = gateway(backend);
        var client = gateway.client()) {
      Message head = client.send(CHUNKED + "1\r\nx\r\n").answerHead();
      assertNotNull(head);
      client.send("a\r\n1234567890\r\n");

      assertThrows(IOException.class, () -> client.socket().getInputStream().readNBytes(3));
      assertEquals(Reason.BODY_TOO_LARGE, gateway.outcome().reason());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        POST + "Content-Length: 10\r\n\r\n1234567890",
        CHUNKED + "5\r\n12345\r\n5\r\n67890\r\n0\r\n\r\n"
      })
  void oneThatIsJustAsLargePasses(String request) throws Exception {
    try (var backend = Backend.ok("ok");
        var gateway = gateway(backend);
        var client = gateway.client()) {
      Message answer = client.send(request).answer();

      assertNotNull(answer);
      assertEquals(200, answer.status());
      assertNull(gateway.outcome().reason());
      assertEquals(200, client.get("/after").status());
    }
  }

  private static void assertTooLarge(@Nullable Message answer, Outcome outcome) {
    assertNotNull(answer);
    assertEquals(413, answer.status());
    assertEquals("close", answer.field("connection"));
    assertTrue(answer.body().contains("\"BODY_TOO_LARGE\""), answer.body());
    assertEquals(Reason.BODY_TOO_LARGE, outcome.reason());
    assertEquals(413, outcome.status());
  }

  private static Gateway gateway(Backend backend) {
    return new Gateway(new TestSettings().bodyBytes(MOST).build(), Routes.all(), backend);
  }
}
