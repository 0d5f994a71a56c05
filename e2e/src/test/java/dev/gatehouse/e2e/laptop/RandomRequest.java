package dev.gatehouse.e2e.laptop;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A request as it is written, odd ones among them. */
record RandomRequest(
    String method, String host, String target, List<Map.Entry<String, String>> headers) {
  private static final List<String> HOSTS =
      List.of(
          "a.example",
          "A.Example",
          "a.example:8080",
          "b.a.example",
          "c.b.a.example",
          "z.example",
          "example",
          "other.test");
  private static final List<String> SEGMENTS =
      List.of(
          "a", "b", "ab", "1", "x.y", "a-b", "a", "b", "%61", "%41", "A", "a%2Fb", "a%2fb", "..",
          ".", "%2e%2E", "", "a;v=1", "%C3%A9", "%7e", "~", "a+b", "a%20b", "%25", "x%2Ey", "%00",
          "..;", "%5C");
  private static final List<String> QUERIES =
      List.of("", "?", "?q=1", "?q=2", "?q=%31", "?q=1&q=2", "?r=1&q=12", "?q", "?=1&q=1", "?Q=1");
  private static final List<String> COOKIES =
      List.of("c=1", "c=2", "d=1; c=1", "c=\"1\"", "c=3; c=1", "C=1", "c=", "c=1;d=2");

  static RandomRequest of(Random random) {
    var headers = new ArrayList<Map.Entry<String, String>>();
    for (int i = random.nextInt(3); i > 0; i--) {
      headers.add(Map.entry(random.nextBoolean() ? "x-h" : "X-H", "" + random.nextInt(4)));
    }
    if (random.nextInt(3) == 0) {
      headers.add(Map.entry("cookie", one(random, COOKIES)));
    }
    var target = new StringBuilder();
    for (int i = random.nextInt(4); i >= 0; i--) {
      target.append('/').append(one(random, SEGMENTS));
    }
    return new RandomRequest(
        one(random, List.of("GET", "GET", "POST", "PUT", "DELETE", "get")),
        one(random, HOSTS),
        target + one(random, QUERIES),
        headers);
  }

  String url() {
    return "http://" + host + target;
  }

  /** As it goes over the wire. */
  String text() {
    var text = new StringBuilder();
    text.append(method).append(' ').append(target).append(" HTTP/1.1\r\nHost: ").append(host);
    headers.forEach(
        field -> text.append("\r\n").append(field.getKey()).append(": ").append(field.getValue()));
    return text.append("\r\nContent-Length: 0\r\n\r\n").toString();
  }

  private static <T> T one(Random random, List<T> from) {
    return from.get(random.nextInt(from.size()));
  }
}
