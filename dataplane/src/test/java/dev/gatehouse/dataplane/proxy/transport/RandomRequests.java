package dev.gatehouse.dataplane.proxy.transport;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** What a client may send on one connection: sound requests, and some that are nearly so. */
final class RandomRequests {
  private static final List<String> METHODS =
      List.of("GET", "GET", "POST", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "M-SEARCH");
  private static final List<String> SEGMENTS =
      List.of("a", "b", "..", ".", "%2e%2E", "", "%2f", "..%2F", "%61", "a;x=1", "%25", "%c3%a9");
  private static final List<String> QUERIES =
      List.of("", "", "?", "?a=/../b", "?a=%00&b", "?%0d%0aHost:%20evil", "?a?b");
  private static final List<String> HOSTS = List.of("a.example", "B.example:81", "[::1]:80", "x_y");

  /** What is dropped, replaced, or passed on, but never frames. */
  private static final List<String> FIELDS =
      List.of(
          "Accept: */*",
          "X-A:",
          "x-b: \t\u00e4 b\t",
          "Cookie: a=b; c=d",
          "Content_Length: 5",
          "Transfer_Encoding: chunked",
          "X-Forwarded-For: 6.6.6.6",
          "X_Forwarded_For: 6.6.6.6",
          "X.Forwarded.For: 6.6.6.6",
          "X-Forwarded-Prefix: /evil",
          "x-real-ip: 6.6.6.6",
          "Forwarded: for=6.6.6.6;host=evil",
          "X-User: mallory",
          "X_User: mallory",
          "X.User: mallory",
          "Connection: x-user, x-forwarded-for, via, host",
          "Connection: keep-alive, X-A",
          "Connection: content-length, transfer-encoding",
          "Keep-Alive: timeout=5",
          "Proxy-Connection: keep-alive",
          "Proxy-Authorization: Basic eDp5",
          "TE: gzip, trailers",
          "Trailer: x-a",
          "Upgrade: h2c",
          "HTTP2-Settings: AAMAAABk",
          "Via: 1.1 other",
          "Expect: 100-continue");

  /** What is wrong wherever it stands beside a body's framing, or nearly is. */
  private static final List<String> ODD_FIELDS =
      List.of(
          "Content-Length: 0",
          "Content-Length: 3",
          "Content-Length: 4",
          "Content-Length: +3",
          "Content-Length: 3, 3",
          "Content-Length:",
          "Content-Length : 3",
          "Content-Length: 3\r\n 0",
          "Transfer-Encoding: chunked",
          "Transfer-Encoding: xchunked",
          "Transfer-Encoding: gzip, chunked",
          "Transfer-Encoding: chunked, identity",
          "Transfer-Encoding:",
          "Transfer-Encoding:\u000bchunked",
          "Transfer-Encoding\t: chunked",
          "Transfer-Encoding:\r\n chunked",
          "Host: evil",
          "Host: a/b",
          ": evil",
          "no colon",
          " Folded: x",
          "Connection: close",
          "Expect: wonders");

  private static final List<String> ODD_TEXTS =
      List.of(
          "\0",
          "\t",
          "\n",
          "\r",
          " ",
          "\u000b",
          "\u007f",
          "\u0080",
          "\u00ff",
          "\r\n",
          "\r\n\r\n",
          ":",
          ";",
          ",",
          "_",
          ".",
          "+",
          "-",
          "0",
          "0x",
          "\"",
          "#",
          "\\",
          "/",
          "@",
          "%",
          "%00",
          "=");
  private static final List<String> PARTS =
      List.of("HTTP/1.1", "chunked", "\r\n", "\r\n\r\n", "0\r\n", "Content-Length", "Host", " ");
  private static final List<String> INSTEAD =
      List.of(
          "HTTP/1.0",
          "HTTP/1.2",
          "HTTP/2.0",
          "http/1.1",
          "Chunked",
          "chunked;a",
          "chunke",
          "\n",
          "\r",
          "\r\r\n",
          "\n\n",
          "\r\n ",
          "00\r\n",
          "-0\r\n",
          "0;a\r\n",
          "0\n",
          "Content-length",
          "Transfer-Encoding",
          "Host ",
          "  ",
          "\t");
  private static final List<String> EXTENSIONS =
      List.of("", "", "", ";a", ";a=b", ";a=\"b;\\\"c\"", ";a;b=c");
  private static final List<String> TRAILERS =
      List.of("", "", "X-A: b\r\n", "Content-Length: 3\r\nHost: evil\r\n", "X-User: mallory\r\n");
  private static final List<String> BODIES =
      List.of(
          "",
          "abc",
          "0\r\n\r\n",
          "GET /evil HTTP/1.1\r\nHost: evil\r\n\r\n",
          "\r\n",
          "x".repeat(3000));

  /**
   * A connection's bytes.
   *
   * @param sound how many requests stand before the first one that may be none
   * @param packets the same, as they are sent
   */
  record Script(String bytes, int sound, List<String> packets) {}

  private final SplittableRandom random;

  RandomRequests(long seed) {
    random = new SplittableRandom(seed);
  }

  Script script() {
    int count = 1 + random.nextInt(5);
    int spoilt = random.nextInt(count + 1);
    var bytes = new StringBuilder();
    for (int i = 0; i < count; i++) {
      bytes.append(i == spoilt ? spoil(request("")) : request(""));
    }
    bytes.append(request("Connection: close\r\n"));
    int sound = spoilt == count ? count + 1 : spoilt;
    return new Script(bytes.toString(), sound, packets(bytes.toString()));
  }

  private String request(String last) {
    String body = of(BODIES);
    boolean chunked = random.nextBoolean();
    var fields = new ArrayList<String>();
    fields.add("Host: " + of(HOSTS));
    for (int i = random.nextInt(5); i > 0; i--) {
      fields.add(random.nextInt(fields.size() + 1), of(FIELDS));
    }
    String framed = "";
    if (!body.isEmpty() || random.nextBoolean()) {
      fields.add(
          random.nextInt(fields.size() + 1),
          chunked ? "Transfer-Encoding: chunked" : "Content-Length: " + body.length());
      framed = chunked ? chunks(body) : body;
    }
    boolean twice = fields.stream().filter(field -> field.startsWith("Expect")).count() > 1;
    fields.removeIf(field -> twice && field.startsWith("Expect"));
    String lines = String.join("\r\n", fields) + "\r\n" + last;
    return of(METHODS) + " " + target() + " HTTP/1.1\r\n" + lines + "\r\n" + framed;
  }

  private String target() {
    var path = new StringBuilder(random.nextInt(6) == 0 ? "http://c.example" : "");
    for (int i = random.nextInt(4); i >= 0; i--) {
      path.append('/').append(of(SEGMENTS));
    }
    return path + of(QUERIES);
  }

  private String chunks(String body) {
    var text = new StringBuilder();
    int at = 0;
    while (at < body.length()) {
      int size = 1 + random.nextInt(body.length() - at);
      text.append("0".repeat(random.nextInt(3)))
          .append(Integer.toHexString(size))
          .append(of(EXTENSIONS))
          .append("\r\n")
          .append(body, at, at + size)
          .append("\r\n");
      at += size;
    }
    return text + "0" + of(EXTENSIONS) + "\r\n" + of(TRAILERS) + "\r\n";
  }

  private String spoil(String request) {
    String spoilt =
        random.nextInt(5) == 0 ? request.replaceFirst("HTTP/1\\.1", "HTTP/1.0") : request;
    for (int i = random.nextInt(2); i >= 0; i--) {
      spoilt = spoilOnce(spoilt);
    }
    return spoilt;
  }

  private String spoilOnce(String text) {
    int at = random.nextInt(text.length());
    int line = text.indexOf('\n', at) + 1;
    return switch (random.nextInt(7)) {
      case 0 -> text.substring(0, at) + of(ODD_TEXTS) + text.substring(at + 1);
      case 1 -> text.substring(0, at) + of(ODD_TEXTS) + text.substring(at);
      case 2 -> text.substring(0, at) + text.substring(at + 1);
      case 3 -> text.replaceFirst("\r\n", "\r\n" + quoted(of(ODD_FIELDS)) + "\r\n");
      case 4 -> text.substring(0, line) + text.substring(text.lastIndexOf('\n', at) + 1);
      case 5 -> text.substring(0, at + 1);
      default -> replaceOne(text, of(PARTS), of(INSTEAD));
    };
  }

  private static String quoted(String replacement) {
    return replacement.replace("\\", "\\\\").replace("$", "\\$");
  }

  private String replaceOne(String text, String part, String instead) {
    int at = text.indexOf(part, random.nextInt(text.length()));
    at = at < 0 ? text.indexOf(part) : at;
    return at < 0 ? text : text.substring(0, at) + instead + text.substring(at + part.length());
  }

  private List<String> packets(String bytes) {
    var packets = new ArrayList<String>();
    int longest = random.nextInt(8) == 0 ? 3 : 1 + random.nextInt(4000);
    for (int at = 0; at < bytes.length(); at += packets.getLast().length()) {
      packets.add(bytes.substring(at, Math.min(bytes.length(), at + 1 + random.nextInt(longest))));
    }
    return packets;
  }

  private String of(List<String> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
