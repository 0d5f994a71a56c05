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
  void takesAUrlApart() {
    TrialRequest request =
        TrialRequest.of(
            "GET", "HTTP://Shop.Example:8080?a=%20b", List.of(Map.entry(" X-A ", " 1 ")));

    assertEquals(
        new TrialRequest(
            "GET", "http", "shop.example:8080", "/", "a=%20b", List.of(Map.entry("x-a", "1"))),
        request);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          GET  | /orders            | "/orders" is not a whole URL; write it like http://shop.example/orders?page=2
          GET  | ftp://a.example/   | "ftp://a.example/" is not a whole URL; write it like http://shop.example/orders?page=2
          GET  | http://u@a.example | "http://u@a.example" is not a whole URL; write it like http://shop.example/orders?page=2
          GET  | http://a.example/{ | "http://a.example/{" is not a URL: Illegal character in path at character 18
          G(ET | http://a.example/  | "G(ET" is not a method; write it like GET
          """)
  void saysWhatToWriteInstead(String method, String url, String message) {
    var refused =
        assertThrows(IllegalArgumentException.class, () -> TrialRequest.of(method, url, List.of()));

    assertEquals(message, refused.getMessage());
  }
}
