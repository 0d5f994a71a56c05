package dev.gatehouse.dataplane.proxy.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.dataplane.proxy.Routes;
import dev.gatehouse.dataplane.proxy.TestSettings;
import dev.gatehouse.dataplane.route.RouteTable;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is the gateway's part of an answer, whoever gave it. */
@Timeout(30)
class OwnAnswersTest {
  @Test
  void aBackendsAnswerSaysWhenItWasMade() throws Exception {
    try (var backend = Backend.ok("ok");
        var gateway = new Gateway(backend);
        var client = gateway.client()) {
      assertIsNow(client.get("/").field("date"));
    }
  }

  @Test
  void whatABackendSaysOfItIsLeft() throws Exception {
    String date = "Sun, 06 Nov 1994 08:49:37 GMT";
    try (var backend =
            Backend.raw("HTTP/1.1 200 OK\r\nDate: " + date + "\r\nContent-Length: 0\r\n\r\n");
        var gateway = new Gateway(backend);
        var client = gateway.client()) {
      assertEquals(date, client.get("/").field("date"));
    }
  }

  @Test
  void answersOfItsOwnSaySo() throws Exception {
    try (var gateway = new Gateway(TestSettings.standard(), RouteTable.EMPTY);
        var client = gateway.client();
        var frames = gateway.frames()) {
      Message none = client.get("/");
      assertEquals(404, none.status());
      assertIsNow(none.field("date"));

      frames.get(1, "/");
      assertIsNow(frames.answer(1).field("date"));

      Message refused = client.send("GET /%00 HTTP/1.1\r\nHost: a\r\n\r\n").answer();
      assertNotNull(refused);
      assertEquals(400, refused.status());
      assertIsNow(refused.field("date"));
    }
  }

  @Test
  void whatMethodsAreTakenIsSaidToOthers() throws Exception {
    try (var gateway = new Gateway(TestSettings.standard(), Routes.all());
        var client = gateway.client();
        var frames = gateway.frames()) {
      Message answer = client.send("TRACE / HTTP/1.1\r\nHost: a\r\n\r\n").answer();
      assertNotNull(answer);
      assertEquals("GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS", answer.field("allow"));

      frames.request(1, true, "TRACE", "/");
      assertEquals(answer.field("allow"), frames.answer(1).field("allow"));
    }
  }

  @Test
  void aHeadAloneHasNoBytesOfABody() throws Exception {
    try (var gateway = new Gateway(TestSettings.standard(), RouteTable.EMPTY);
        var client = gateway.client()) {
      client.send("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n").answerHead();

      assertEquals(0, gateway.outcome().responseBytes());
    }
  }

  private static void assertIsNow(@Nullable String date) {
    assertNotNull(date);
    Instant told = Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date));
    Duration age = Duration.between(told, Instant.now());
    assertTrue(age.abs().compareTo(Duration.ofMinutes(1)) < 0, date);
  }
}
