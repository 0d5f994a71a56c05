package dev.gatehouse.dataplane.proxy.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Requests that share a connection are told apart as the client meant it (rows 5, 7 and 8). */
@Timeout(30)
class PipeliningTest {
  @Test
  void aGetWithABodyAndOneMoreAreTwoRequests() throws Exception {
    try (var backend = Backend.ok("ok");
        var gateway = new Gateway(backend);
        var client = gateway.client()) {
      client.send(
          "GET /1 HTTP/1.1\r\nHost: a\r\nContent-Length: 28\r\n\r\n"
              + "GET /x HTTP/1.1\r\nHost: b\r\n\r\n"
              + "GET /2 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");

      Message one = client.answer();
      Message two = client.answer();
      assertNotNull(one);
      assertNotNull(two);
      assertEquals(200, one.status());
      assertEquals(200, two.status());
      assertTrue(client.ended());
      assertEquals(
          List.of("GET /1 HTTP/1.1", "GET /2 HTTP/1.1"),
          backend.seen().stream().map(Message::firstLine).toList());
    }
  }

  @Test
  void aBodyThatIsTooShortNeverLooksWhole() throws Exception {
    try (var backend = Backend.ok("ok");
        var gateway = new Gateway(backend);
        var client = gateway.client()) {
      client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc");
      assertTrue(backend.asked().await(10, TimeUnit.SECONDS));
      client.socket().shutdownOutput();

      assertTrue(backend.closed().tryAcquire(10, TimeUnit.SECONDS));
      assertEquals(List.of(), backend.seen());
    }
  }

  @Test
  void whatFollowsAMalformedBodyIsNoRequest() throws Exception {
    try (var backend = Backend.ok("ok");
        var gateway = new Gateway(backend);
        var client = gateway.client()) {
      client.send(
          "POST /1 HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0x3\r\nabc\r\n0\r\n\r\n"
              + "GET /2 HTTP/1.1\r\nHost: a\r\n\r\n");

      Message answer = client.answer();
      assertNotNull(answer);
      assertEquals(400, answer.status());
      assertTrue(client.ended());
      assertEquals(List.of(), backend.seen());
    }
  }

  @Test
  void aMalformedBodyBehindAnotherRequestIsRefusedInItsTurn() throws Exception {
    try (var backend = Backend.ok("ok");
        var gateway = new Gateway(backend);
        var client = gateway.client()) {
      client.send(
          "GET /1 HTTP/1.1\r\nHost: a\r\n\r\n"
              + "POST /2 HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n");

      Message one = client.answer();
      Message two = client.answer();
      assertNotNull(one);
      assertNotNull(two);
      assertEquals(200, one.status());
      assertEquals(400, two.status());
      assertTrue(client.ended());
      assertEquals(1, backend.seen().size());
    }
  }
}
