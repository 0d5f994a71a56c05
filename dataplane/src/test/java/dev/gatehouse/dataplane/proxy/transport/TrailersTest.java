package dev.gatehouse.dataplane.proxy.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Fields after a body, to whoever takes any. */
@Timeout(30)
class TrailersTest {
  private static Backend backend() throws IOException {
    return Backend.raw(
        String.join(
            "\r\n",
            "HTTP/1.1 200 OK",
            "Transfer-Encoding: chunked",
            "Grpc-Encoding: identity",
            "",
            "3",
            "abc",
            "0",
            "Grpc-Status: 0",
            "Grpc-Encoding: gzip",
            "Set-Cookie: a=b",
            "X_A: b",
            "",
            ""));
  }

  @Test
  void ofAnAnswerReachAClientOfHttp2() throws Exception {
    try (var backend = backend();
        var gateway = new Gateway(backend);
        var client = gateway.frames()) {
      StreamAnswer answer = client.get(1, "/").answer(1);

      assertEquals("abc", answer.body());
      assertEquals(Map.of("grpc-status", "0"), answer.trailers());
      assertEquals(null, gateway.outcome().reason());
    }
  }

  @Test
  void comeAfterABodyThatWaits() throws Exception {
    String body = "x".repeat(70_000);
    try (var backend =
            Backend.raw(
                String.join(
                    "\r\n",
                    "HTTP/1.1 200 OK",
                    "Transfer-Encoding: chunked",
                    "",
                    Integer.toHexString(body.length()),
                    body,
                    "0",
                    "X-Sum: 1",
                    "",
                    ""));
        var gateway = new Gateway(backend);
        var client = gateway.frames().holdsWindows()) {
      client.get(1, "/").readUntil(() -> client.on(1).size() == 65_535);
      assertEquals(Map.of(), client.on(1).trailers());

      StreamAnswer answer = client.opens(0, 70_000).opens(1, 70_000).answer(1);

      assertEquals(70_000, answer.size());
      assertEquals(Map.of("x-sum", "1"), answer.trailers());
    }
  }

  @Test
  void ofAnAnswerReachAClientOfHttp11ThatTakesThem() throws Exception {
    try (var backend = backend();
        var gateway = new Gateway(backend);
        var client = gateway.client()) {
      client.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: TE\r\nTE: trailers\r\n\r\n");

      Message answer = client.answer();

      assertNotNull(answer);
      assertEquals("abc", answer.body());
      assertEquals("grpc-status: 0\r\n", answer.trailers());
    }
  }

  @Test
  void ofAnAnswerAreKeptFromOthers() throws Exception {
    try (var backend = backend();
        var gateway = new Gateway(backend);
        var client = gateway.client()) {
      assertEquals("", client.get("/").trailers());
    }
  }

  @Test
  void ofARequestReachTheBackend() throws Exception {
    try (var backend = Backend.ok("ok");
        var gateway = new Gateway(backend);
        var client = gateway.frames()) {
      client.post(1, "/").data(1, false, "abc").headers(1, true, "x-sum", "1").answer(1);
      client.post(3, "/").data(3, false, "abc").data(3, true, "").answer(3);

      assertEquals("abc", backend.seen().getFirst().body());
      assertEquals("x-sum: 1\r\n", backend.seen().getFirst().trailers());
      assertEquals("", backend.seen().getLast().trailers(), "and not with the next request");
      assertEquals(1, backend.connections());
    }
  }

  @Test
  void ofARequestOfKnownLengthHaveNoPlace() throws Exception {
    try (var backend = Backend.ok("ok");
        var gateway = new Gateway(backend);
        var client = gateway.frames()) {
      client
          .post(1, "/", "content-length", "3")
          .data(1, false, "abc")
          .headers(1, true, "x-sum", "1");

      assertEquals(200, client.answer(1).status());
      assertEquals("abc", backend.seen().getFirst().body());
      assertEquals(200, client.get(3, "/").answer(3).status());
      assertEquals(1, backend.connections());
    }
  }
}
