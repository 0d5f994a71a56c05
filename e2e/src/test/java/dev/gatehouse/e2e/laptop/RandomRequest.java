package dev.gatehouse.e2e.laptop;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A request as it is written, odd ones among them. */
record RandomRequest(
    String method, String server, String target, List<Map.Entry<String, String>> headers) {
  private static final List<String> METHODS =
      List.of(
          "GET", "GET", "GET", "GET", "POST", "POST", "PUT", "PUT", "DELETE", "get", "TRACE",
          "G(T");
  private static final List<String> HOSTS =
      List.of(
          "a.example",
          "A.Example",
          "a.example:8080",
          "b.a.example",
          "c.b.a.example",
          "z.example",
          "example",
          "other.test",
          "a_b.a.example",
          "a.example:99999",
          "[::1]",
          "a.example.");
  private static final List<String> SEGMENTS =
      List.of(
          "a", "b", "ab", "1", "x.y", "a-b", "a", "b", "%61", "%41", "A", "a%2Fb", "a%2fb", "..",
          ".", "%2e%2E", "", "a;v=1", "%C3%A9", "%7e", "~", "a+b", "a%20b", "%25", "x%2Ey", "%00",
          "..;", "%5C", "a\\b", "{a}", "|", "\"");
  private static final List<String> QUERIES =
      List.of("", "?", "?q=1", "?q=2", "?q=%31", "?q=1&q=2", "?r=1&q=12", "?q", "?=1&q=1", "?Q=1");

  /** What is dropped, added to or refused before anything is matched. */
  private static final List<String> ODD =
      List.of(
          "x_h: 1",
          "X-H_: 1",
          "Connection: x-h",
          "Connection: keep-alive, X-H",
          "Connection: content-length",
          "X-Forwarded-For: 192.0.2.1",
          "X-Forwarded-Proto: https",
          "X-Forwarded-Host: b.a.example",
          "X-Real-IP: 192.0.2.1",
          "Forwarded: for=192.0.2.1",
          "Keep-Alive: 1",
          "TE: trailers",
          "TE: gzip",
          "Via: 1.1 other",
          "Via: 1.0 other, 1.1 Gatehouse",
          "X-Request-Id: 1",
          "X-Request-Id: a b",
          "Host: b.a.example",
          "Expect: 100-continue",
          "Expect: 200-ok",
          "Content-Length: 0",
          "Content-Length: 1x",
          "Transfer-Encoding: chunked",
          "Transfer-Encoding: gzip",
          "x-h:1",
          "x-h : 1",
          "x h: 1",
          "x-h: \t 2 ",
          ": 1",
          "x-h");

  private static final List<String> COOKIES =
      List.of("c=1", "c=2", "d=1; c=1", "c=\"1\"", "c=3; c=1", "C=1", "c=", "c=1;d=2");

  static RandomRequest of(Random random) {
    String host = one(random, HOSTS);
    var headers = new ArrayList<Map.Entry<String, String>>();
    headers.add(Map.entry("Host", host));
    for (int i = random.nextInt(3); i > 0; i--) {
      headers.add(Map.entry(random.nextBoolean() ? "x-h" : "X-H", "" + random.nextInt(4)));
    }
    if (random.nextInt(3) == 0) {
      headers.add(Map.entry("cookie", one(random, COOKIES)));
    }
    if (random.nextInt(3) == 0) {
      String[] odd = one(random, ODD).split(":", 2);
      headers.add(Map.entry(odd[0], odd.length == 1 ? "" : odd[1]));
    }
    headers.add(Map.entry("Content-Length", "0"));
    var target = new StringBuilder();
    for (int i = random.nextInt(4); i >= 0; i--) {
      target.append('/').append(one(random, SEGMENTS));
    }
    return new RandomRequest(
        one(random, METHODS), "http://" + host, target + one(random, QUERIES), headers);
  }

  String url() {
    return server + target;
  }

  /** As it goes over the wire. */
  String text() {
    var text = new StringBuilder();
    text.append(method).append(' ').append(target).append(" HTTP/1.1\r\n");
    headers.forEach(
        field -> text.append(field.getKey()).append(": ").append(field.getValue()).append("\r\n"));
    return text.append("\r\n").toString();
  }

  private static <T> T one(Random random, List<T> from) {
    return from.get(random.nextInt(from.size()));
  }
}
