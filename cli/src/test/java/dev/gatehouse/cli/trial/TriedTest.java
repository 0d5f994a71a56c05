package dev.gatehouse.cli.trial;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.gatehouse.cli.folder.Inspection;
import dev.gatehouse.cli.schema.GatewayRouteCheck;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests are tried as a pod sees them, and not as they were written. */
final class TriedTest {
  private final Inspection quickstart =
      Inspection.of(Path.of("../examples/quickstart"), new GatewayRouteCheck());

  TriedTest() throws IOException {}

  @Test
  void forwardsWhatABackendSees() {
    Trial trial =
        tried(
            "GET",
            "http://Localhost:8080//orders/./%34%32?full=1",
            "X-Beta: 0",
            "x_beta: 1",
            "Connection: close, x-once",
            "X-Once: 1",
            "X-Forwarded-For: 192.0.2.1",
            "Forwarded: for=192.0.2.1");

    assertEquals(
        "default/shop/orders", trial.rule(), "a name with an underscore counts for nothing");
    Trial.Forwarded forwarded = requireNonNull(trial.forwarded());
    assertEquals("/orders/42?full=1", forwarded.path());
    assertEquals("localhost:8080", forwarded.host());
    assertEquals(
        Map.of(
            "x-beta", List.of("0"),
            "x-forwarded-for", List.of("127.0.0.1"),
            "x-forwarded-host", List.of("localhost:8080"),
            "x-forwarded-port", List.of("8080"),
            "x-forwarded-proto", List.of("http"),
            "x-real-ip", List.of("127.0.0.1"),
            "forwarded", List.of("for=127.0.0.1;host=\"localhost:8080\";proto=http"),
            "via", List.of("1.1 gatehouse")),
        without(forwarded.headers(), "traceparent", "x-request-id"));
  }

  @Test
  void makesTheSameIdsEachTime() {
    assertEquals(tried("GET", "http://localhost/orders"), tried("GET", "http://localhost/orders"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          GET     | http://localhost/%00      | x: 1                           | 400 | The path holds an encoding or a segment that is not allowed.
          GET     | http://localhost/a b      | x: 1                           | 400 | The request can't be read: a request line that isn't three parts.
          GET     | http://localhost/é        | x: 1                           | 400 | The request target holds a character that must be encoded.
          GET     | http://local_host,/       | x: 1                           | 400 | The host is not a host name or address with an optional port.
          G(ET    | http://localhost/         | x: 1                           | 400 | The method is not a token.
          TRACE   | http://localhost/         | x: 1                           | 405 | CONNECT and TRACE are not allowed.
          GET     | http://localhost/         | x y: 1                         | 400 | The request can't be read: a line that is no field.
          GET     | http://localhost/         | Host: a.example;Host: b.example | 400 | There must be exactly one Host field.
          GET     | http://localhost/         | Expect: wonders                | 417 | The only expectation that can be met is 100-continue.
          GET     | http://localhost/         | Via: 1.1 gatehouse             | 508 |
          """)
  void isAnsweredBeforeAnythingIsMatched(
      String method, String url, String headers, int status, String detail) {
    Trial trial = tried(method, url, headers.split(";", -1));

    Trial.Answer answer = requireNonNull(trial.answer());
    assertEquals(status, answer.status());
    assertEquals(detail, answer.detail());
    assertNull(trial.rule());
  }

  @Test
  void knowsTheBoundsOfAHead() {
    String url = "http://localhost/" + "a".repeat(70_000);

    assertEquals(414, requireNonNull(tried("GET", url).answer()).status());
    assertEquals(
        431,
        requireNonNull(tried("GET", "http://localhost/", "x: " + "a".repeat(70_000)).answer())
            .status());
  }

  private Trial tried(String method, String url, String... headers) {
    var fields = new ArrayList<Map.Entry<String, String>>();
    for (String header : headers) {
      String[] parts = header.split(": ", 2);
      fields.add(Map.entry(parts[0], parts[1]));
    }
    return Tried.of(quickstart.fleet("default"), TrialRequest.of(method, url, fields)).trial();
  }

  private static Map<String, List<String>> without(
      Map<String, List<String>> headers, String... names) {
    var rest = new TreeMap<>(headers);
    List.of(names).forEach(rest::remove);
    return rest;
  }
}
