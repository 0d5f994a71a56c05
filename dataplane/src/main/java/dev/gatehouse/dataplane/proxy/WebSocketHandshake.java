package dev.gatehouse.dataplane.proxy;

import dev.gatehouse.dataplane.exchange.Exchange;
import dev.gatehouse.dataplane.exchange.Headers;
import dev.gatehouse.dataplane.exchange.LocalAnswer;
import dev.gatehouse.dataplane.exchange.Reason;
import dev.gatehouse.dataplane.route.CompiledRule;
import dev.gatehouse.snapshot.Upgrade;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The request that a connection become a WebSocket, and the answer to it (RFC 6455, section 4). */
public final class WebSocketHandshake {
  private static final String VERSION = "13";
  private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  private static final int KEY_BYTES = 16;

  private WebSocketHandshake() {}

  /** Other upgrades than this, and all of other versions of HTTP, count as not asked for. */
  static boolean isAsked(RawHead head) {
    return head.version().equals("HTTP/1.1") && isUpgrade(head.headers());
  }

  private static boolean isUpgrade(Headers headers) {
    return HopByHop.lists(headers, "upgrade", "websocket")
        && HopByHop.lists(headers, "connection", "upgrade");
  }

  /** Null if it is as it has to be. */
  static @Nullable LocalAnswer refusal(RawHead head) {
    Headers headers = head.headers();
    if (!head.method().equals("GET") || !(head.framing() instanceof BodyFraming.None)) {
      return refusal(400, "A WebSocket is asked for by GET, without a body.");
    }
    if (!headers.getAll("sec-websocket-version").equals(List.of(VERSION))) {
      return refusal(426, "The only version of WebSocket that is spoken here is 13.");
    }
    List<String> keys = headers.getAll("sec-websocket-key");
    if (keys.size() != 1 || !isKey(keys.getFirst())) {
      return refusal(400, "Sec-WebSocket-Key must be one, of 16 bytes in base64.");
    }
    return null;
  }

  private static LocalAnswer refusal(int status, String detail) {
    Headers headers = new Headers(3);
    if (status == 426) {
      say(headers.add("sec-websocket-version", VERSION));
    }
    return new LocalAnswer(Reason.BAD_REQUEST, status, headers, null, null, detail);
  }

  private static boolean isKey(String text) {
    try {
      return Base64.getDecoder().decode(text).length == KEY_BYTES;
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  /**
   * Has the backend of a rule asked for what the client asked for, if anything.
   *
   * @return what is answered instead, where the rule doesn't allow it
   */
  public static @Nullable LocalAnswer passOn(Exchange exchange, CompiledRule rule) {
    if (!exchange.asksForWebSocket()) {
      return null;
    }
    if (!rule.allows(Upgrade.WEB_SOCKET)) {
      return LocalAnswer.of(Reason.UPGRADE_NOT_ALLOWED);
    }
    say(exchange.request().headers());
    return null;
  }

  /** Says anew what no hop passes on as it came. */
  static void say(Headers headers) {
    headers.set("connection", "Upgrade");
    headers.set("upgrade", "websocket");
  }

  /** Whether an answer's fields accept what a request asked for. */
  public static boolean isAccepted(Headers request, Headers answer) {
    String key = request.get("sec-websocket-key");
    return key != null
        && isUpgrade(answer)
        && answer.getAll("sec-websocket-accept").equals(List.of(accept(key)));
  }

  private static String accept(String key) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-1")
              .digest((key + GUID).getBytes(StandardCharsets.ISO_8859_1));
      return Base64.getEncoder().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-1", e);
    }
  }
}
