package dev.gatehouse.dataplane.proxy.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What of a backend's 1xx answers comes to a client (row 27). */
@Timeout(30)
class InterimAnswerTest {
  private static final String FINAL = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
  private static final String CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n";
  private static final String HINTS =
      """
      HTTP/1.1 103 Early Hints
      Link: </a.css>
      Connection: x-hop
      X-Hop: 1
      Content-Length: 0

      """
          .replace("\n", "\r\n");

  @Test
  void hintsArePassedOnWithoutWhatIsForTheGatewayAlone() throws Exception {
    try (var backend = Backend.raw(HINTS + FINAL);
        var gateway = new Gateway(backend);
        var client = gateway.client()) {
      client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");

      Message hints = client.answerHead();
      assertNotNull(hints);
      assertEquals(103, hints.status());
      assertEquals("</a.css>", hints.field("link"));
      assertNull(hints.field("x-hop"));
      assertNull(hints.field("connection"));
      assertNull(hints.field("content-length"));
      assertFinal(client);
    }
  }

  @Test
  void aClientOfHttp10IsNotHinted() throws Exception {
    try (var backend = Backend.raw(HINTS + FINAL);
        var gateway = new Gateway(backend);
        var client = gateway.client()) {
      client.send("GET / HTTP/1.0\r\nHost: a\r\n\r\n");

      assertFinal(client);
    }
  }

  @Test
  void one100IsPassedOnToAClientThatWaitsForIt() throws Exception {
    try (var backend = Backend.raw(CONTINUE + CONTINUE + CONTINUE + FINAL);
        var gateway = new Gateway(backend);
        var client = gateway.client()) {
      client.send(
          "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\nab");

      Message first = client.answerHead();
      assertNotNull(first);
      assertEquals(100, first.status());
      assertFinal(client);
    }
  }

  private static void assertFinal(Client client) throws Exception {
    Message answer = client.answer();
    assertNotNull(answer);
    assertEquals(200, answer.status());
    assertEquals("ok", answer.body());
  }
}
