package dev.gatehouse.dataplane.proxy.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.dataplane.proxy.ProxySettings;
import dev.gatehouse.dataplane.proxy.Routes;
import dev.gatehouse.dataplane.proxy.TestSettings;
import dev.gatehouse.dataplane.route.RouteTable;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Once a connection is to end, nothing more is read from it as a request (RFC 9112, 9.6). */
@Timeout(30)
class ClosingTest {
  private static final String NEXT =
      "POST /next HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc";

  /** Often, since it was a matter of luck once. */
  private static final int TIMES = 10;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          GET / HTTP/1.1\\r\\n\\r\\n                                                            | 400
          GET / HTTP/1.1\\r\\nHost: a\\r\\nHost: a\\r\\n\\r\\n                                  | 400
          GET /a%00 HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n                                           | 400
          GET / HTTP/1.1\\r\\nHost: a\\r\\nContent-Length: +0\\r\\n\\r\\n                       | 400
          GET / HTTP/1.1\\r\\nHost: a\\r\\nTransfer-Encoding: x\\r\\n\\r\\n                     | 400
          TRACE / HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n                                             | 405
          GET / HTTP/1.1\\r\\nHost: a\\r\\nExpect: x\\r\\n\\r\\n                                | 417
          GET / HTTP/1.2\\r\\nHost: a\\r\\n\\r\\n                                               | 505
          GET / HTTP/1.1\\r\\nHost: a\\r\\nConnection: close\\r\\n\\r\\n                        | 200
          GET / HTTP/1.1\\r\\nHost: a\\r\\nConnection: x, close\\r\\n\\r\\n                     | 200
          GET / HTTP/1.0\\r\\nHost: a\\r\\n\\r\\n                                               | 200
          POST / HTTP/1.1\\r\\nHost: a\\r\\nVia: 1.1 gatehouse\\r\\nContent-Length: 3\\r\\n\\r\\nabc | 508
          """)
  void whatFollowsTheLastRequestIsNone(String first, int status) throws Exception {
    String request = CaseTable.unescape(first);
    try (var backend = Backend.ok("ok");
        var gateway = new Gateway(backend)) {
      for (int i = 0; i < TIMES; i++) {
        try (var client = gateway.client()) {
          Message answer = client.send(request + NEXT).answer();
          assertNotNull(answer);
          assertEquals(status, answer.status());
          assertTrue(client.ended());
        }
      }
      assertTrue(
          backend.seen().stream().noneMatch(seen -> seen.firstLine().contains("/next")),
          "the next request ran");
    }
  }

  @Test
  void everyOneOfManyPipelinedRequestsIsAnswered() throws Exception {
    int requests = 1000;
    try (var backend = Backend.ok("ok");
        var gateway = new Gateway(backend);
        var client = gateway.client()) {
      client.send("POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n".repeat(requests));
      for (int i = 0; i < requests; i++) {
        Message answer = client.answer();
        assertNotNull(answer, "only " + i + " were answered");
        assertEquals(200, answer.status());
      }
      assertEquals(requests, backend.seen().size());
    }
  }

  @Test
  void aHeadThatTakesTooLongIsA408AlsoBehindAnotherRequest() throws Exception {
    try (var backend = Backend.ok("ok");
        var gateway = new Gateway(impatient(), Routes.all(), backend)) {
      assertA408BehindAn(gateway, 200);
      assertEquals(1, backend.seen().size());
    }
  }

  @Test
  void aHeadThatTakesTooLongIsA408AlsoBehindOneThatIsAnsweredAtOnce() throws Exception {
    try (var gateway = new Gateway(impatient(), RouteTable.EMPTY)) {
      assertA408BehindAn(gateway, 404);
    }
  }

  /** Heads have to come within 50 ms. */
  private static ProxySettings impatient() {
    return new TestSettings()
        .timeouts(
            new ProxySettings.Timeouts(
                Duration.ofSeconds(5),
                Duration.ofMillis(50),
                Duration.ofMinutes(1),
                Duration.ofMinutes(5),
                Duration.ofHours(1)))
        .build();
  }

  private static void assertA408BehindAn(Gateway gateway, int status) throws Exception {
    try (var client = gateway.client()) {
      client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\nGET /partial");

      Message whole = client.answer();
      Message partial = client.answer();
      assertNotNull(whole);
      assertEquals(status, whole.status());
      assertNotNull(partial);
      assertEquals(408, partial.status());
      assertEquals("close", partial.field("connection"));
      assertTrue(partial.body().contains("CLIENT_TIMEOUT"), partial.body());
      assertTrue(client.ended());
    }
  }

  @Test
  void anAnswerBeforeTheBodyWasSentSaysThatTheConnectionEnds() throws Exception {
    try (var backend =
            Backend.streaming(
                (_, out) ->
                    out.write(Message.bytes("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")));
        var gateway = new Gateway(backend);
        var client = gateway.client()) {
      Message answer =
          client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc").answer();

      assertNotNull(answer);
      assertEquals("ok", answer.body());
      assertEquals("close", answer.field("connection"));
      assertTrue(client.ended());
    }
  }
}
