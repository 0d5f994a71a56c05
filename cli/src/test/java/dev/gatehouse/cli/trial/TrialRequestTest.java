package dev.gatehouse.cli.trial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TrialRequestTest {
  @Test
  void writesWhatAClientWrites() {
    TrialRequest request =
        TrialRequest.of(
            "GET", "HTTPS://Shop.Example:8080?a=%20b#top", List.of(Map.entry("X-A", "1")));

    assertEquals(
        "GET /?a=%20b HTTP/1.1\r\nHost: Shop.Example:8080\r\nX-A: 1\r\n\r\n", request.head());
    assertEquals(true, request.tls());
  }

  @Test
  void takesTheHostFromTheHeadersWhereTheyHaveOne() {
    TrialRequest request =
        TrialRequest.of(
            "GET", "http://localhost:8080/x", List.of(Map.entry("host", "shop.example")));

    assertEquals("GET /x HTTP/1.1\r\nhost: shop.example\r\n\r\n", request.head());
  }

  @Test
  void asksForAWebSocketAsItsClientsDo() {
    TrialRequest request =
        TrialRequest.of(
            "GET",
            "wss://shop.example/live",
            List.of(Map.entry("sec-websocket-version", "8"), Map.entry("connection", "x-once")));

    assertEquals(
        """
        GET /live HTTP/1.1\r
        Host: shop.example\r
        Connection: Upgrade\r
        Upgrade: websocket\r
        Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
        sec-websocket-version: 8\r
        connection: x-once\r
        \r
        """,
        request.head());
    assertEquals(true, request.tls());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          GET   | /orders            | "/orders" is not a whole URL; write it like http://shop.example/orders?page=2
          GET   | ftp://a.example/   | "ftp://a.example/" is not a whole URL; write it like http://shop.example/orders?page=2
          GET   | http:///orders     | "http:///orders" is not a whole URL; write it like http://shop.example/orders?page=2
          GET   | http://u@a.example | "http://u@a.example" is not a whole URL; write it like http://shop.example/orders?page=2
          GET / | http://a.example/  | "GET /" is not a method; write it like GET
          ''    | http://a.example/  | "" is not a method; write it like GET
          """)
  void saysWhatToWriteInstead(String method, String url, String message) {
    var refused =
        assertThrows(IllegalArgumentException.class, () -> TrialRequest.of(method, url, List.of()));

    assertEquals(message, refused.getMessage());
  }

  @ParameterizedTest
  @CsvSource({"'GET\n', http://a/, 1", "GET, 'http://a/\r\nx: y', 1", "GET, http://a/, '1\ny: 2'"})
  void smugglesNothing(String method, String url, String value) {
    assertThrows(
        IllegalArgumentException.class,
        () -> TrialRequest.of(method, url, List.of(Map.entry("x", value))));
  }
}
