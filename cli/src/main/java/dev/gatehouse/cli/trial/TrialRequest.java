package dev.gatehouse.cli.trial;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A request to try, as its client would write it; whether it is a good one is the gateway's to say.
 *
 * @param tls whether the URL is one of https or wss
 * @param target path and query as written, never empty
 * @param headers those of the client, {@code Host} among them
 */
public record TrialRequest(
    String method, boolean tls, String target, List<Map.Entry<String, String>> headers) {
  private static final Pattern URL =
      Pattern.compile("(http|ws)(s?)://([^/?#@]+)([/?][^#]*)?(#.*)?", Pattern.CASE_INSENSITIVE);

  /** What a client of WebSockets says (RFC 6455, section 4.1); the key is the one of the RFC. */
  private static final List<Map.Entry<String, String>> HANDSHAKE =
      List.of(
          Map.entry("Connection", "Upgrade"),
          Map.entry("Upgrade", "websocket"),
          Map.entry("Sec-WebSocket-Version", "13"),
          Map.entry("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="));

  private static final Pattern LINE_END = Pattern.compile("[\r\n]");

  public TrialRequest {
    headers = List.copyOf(headers);
  }

  /**
   * A request from its parts as people write them. The URL names the host, unless the headers do,
   * as with curl; one of ws or wss asks for a WebSocket.
   *
   * @throws IllegalArgumentException with a sentence for people, if no client could write it
   */
  public static TrialRequest of(
      String method, String url, List<Map.Entry<String, String>> headers) {
    if (LINE_END.matcher(method + url + headers).find()) {
      throw new IllegalArgumentException("method, URL and each header are one line");
    }
    Matcher parts = URL.matcher(url);
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "\"%s\" is not a whole URL; write it like http://shop.example/orders?page=2"
              .formatted(url));
    }
    if (method.isBlank() || method.contains(" ")) {
      throw new IllegalArgumentException(
          "\"%s\" is not a method; write it like GET".formatted(method));
    }
    var fields = new ArrayList<Map.Entry<String, String>>();
    fields.add(Map.entry("Host", parts.group(3)));
    if (parts.group(1).equalsIgnoreCase("ws")) {
      fields.addAll(HANDSHAKE);
    }
    fields.removeIf(field -> isReplaced(field.getKey(), headers));
    fields.addAll(headers);
    String target = parts.group(4) == null ? "/" : parts.group(4);
    return new TrialRequest(
        method, !parts.group(2).isEmpty(), target.startsWith("/") ? target : "/" + target, fields);
  }

  /** Connection is a list, to which more may be added without the WebSocket being taken back. */
  private static boolean isReplaced(String name, List<Map.Entry<String, String>> by) {
    return !name.equals("Connection")
        && by.stream().anyMatch(field -> field.getKey().equalsIgnoreCase(name));
  }

  /** As it goes over the wire. */
  String head() {
    var text = new StringBuilder();
    text.append(method).append(' ').append(target).append(" HTTP/1.1\r\n");
    headers.forEach(
        field -> text.append(field.getKey()).append(": ").append(field.getValue()).append("\r\n"));
    return text.append("\r\n").toString();
  }
}
