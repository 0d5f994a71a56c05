package dev.gatehouse.dataplane.proxy.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.dataplane.exchange.Outcome;
import dev.gatehouse.dataplane.exchange.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ProxyServerTest {
  @Test
  void aGetGoesThroughAndSoDoesItsAnswer() throws Exception {
    try (var backend = Backend.ok("hello");
        var gateway = new Gateway(backend);
        var client = gateway.client()) {
      Message answer = client.get("/a?b=c");

      assertEquals(200, answer.status());
      assertEquals("hello", answer.body());
      Message request = backend.seen().getFirst();
      assertEquals("GET /a?b=c HTTP/1.1", request.firstLine());
      assertEquals("a.example", request.field("host"));
      assertEquals("1.1 gatehouse", request.field("via"));
      assertEquals("127.0.0.1", request.field("x-forwarded-for"));
      assertNotNull(request.field("traceparent"));
      Outcome outcome = gateway.outcome();
      assertEquals(200, outcome.status());
      assertNull(outcome.reason());
      assertEquals(5, outcome.responseBytes());
      assertEquals(backend.endpoint().toString(), outcome.endpoint());
    }
  }

  @Test
  void aBodyGoesThroughAndConnectionsAreUsedAgain() throws Exception {
    try (var backend = Backend.ok("done");
        var gateway = new Gateway(backend);
        var client = gateway.client()) {
      for (int i = 0; i < 20; i++) {
        assertEquals("done", client.post("/a", "body " + i).body());
        assertEquals("body " + i, backend.seen().get(i).body());
      }
      assertEquals(1, backend.connections());
    }
  }

  @Test
  void withoutAnEndpointItAnswersByItself() throws Exception {
    try (var gateway = new Gateway();
        var client = gateway.client()) {
      Message answer = client.get("/");

      assertEquals(503, answer.status());
      assertEquals(
          "gatehouse; error=destination_unavailable; details=\"NO_ENDPOINT\"",
          answer.field("proxy-status"));
      assertEquals("application/problem+json", answer.field("content-type"));
      assertTrue(answer.body().contains("\"reason\":\"NO_ENDPOINT\""), answer.body());
      assertEquals(Reason.NO_ENDPOINT, gateway.outcome().reason());
    }
  }
}
