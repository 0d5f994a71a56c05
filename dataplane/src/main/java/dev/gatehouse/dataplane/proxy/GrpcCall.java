package dev.gatehouse.dataplane.proxy;

import dev.gatehouse.dataplane.exchange.Headers;
import dev.gatehouse.dataplane.exchange.LocalAnswer;
import dev.gatehouse.dataplane.exchange.Reason;
import dev.gatehouse.dataplane.exchange.ResponseHead;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What of gRPC's protocol (gRPC over HTTP/2) a gateway has to know: how long a call may take, and
 * what its caller takes for an answer.
 */
final class GrpcCall {
  private static final String TYPE = "application/grpc";

  private static final Pattern TIMEOUT = Pattern.compile("([0-9]{1,8})([HMSmun])");

  /** So much later than the caller, whose own clock is to end the call. */
  private static final long GRACE_MILLIS = 250;

  private static final int OK = 0;
  private static final int UNKNOWN = 2;
  private static final int DEADLINE_EXCEEDED = 4;
  private static final int PERMISSION_DENIED = 7;
  private static final int RESOURCE_EXHAUSTED = 8;
  private static final int UNIMPLEMENTED = 12;
  private static final int INTERNAL = 13;
  private static final int UNAVAILABLE = 14;
  private static final int UNAUTHENTICATED = 16;

  private GrpcCall() {}

  /** Whether a message is of gRPC, by its fields; gRPC-Web is something else. */
  static boolean is(Headers fields) {
    String type = fields.get("content-type");
    if (type == null || !type.regionMatches(true, 0, TYPE, 0, TYPE.length())) {
      return false;
    }
    return type.length() == TYPE.length() || "+; ".indexOf(type.charAt(TYPE.length())) >= 0;
  }

  /**
   * How long a request may take at most, in milliseconds; 0 for no bound.
   *
   * @param request its fields
   * @param rule what its rule says, 0 for nothing
   */
  static long boundMillis(Headers request, long rule) {
    String timeout = request.get("grpc-timeout");
    if (timeout == null || !is(request)) {
      return rule;
    }
    Matcher parts = TIMEOUT.matcher(timeout);
    if (!parts.matches()) {
      return rule;
    }
    long count = Long.parseLong(parts.group(1));
    long millis =
        switch (parts.group(2)) {
          case "H" -> count * 3_600_000;
          case "M" -> count * 60_000;
          case "S" -> count * 1000;
          case "m" -> count;
          case "u" -> count / 1000;
          default -> count / 1_000_000;
        };
    long asked = millis + GRACE_MILLIS;
    return rule > 0 ? Math.min(rule, asked) : asked;
  }

  /** An answer of the gateway's own to a call: its head is all of it ("Trailers-Only"). */
  static AnswerText answer(LocalAnswer answer, String gateway) {
    Headers headers = new Headers(answer.headers().size() + 4);
    answer.headers().forEach(headers::add);
    headers.set("content-type", TYPE);
    headers.set("grpc-status", Integer.toString(status(answer)));
    headers.set("grpc-message", encoded(message(answer)));
    if (answer.reason().isFault()) {
      headers.set("proxy-status", AnswerText.proxyStatus(gateway, answer.reason()));
    }
    return new AnswerText(new ResponseHead(200, headers), Buffer.buffer(), true);
  }

  private static String message(LocalAnswer answer) {
    String detail = answer.detail();
    String sentence = answer.reason().sentence();
    return answer.reason() + ": " + (detail == null ? sentence : sentence + " " + detail);
  }

  /** By the table of gRPC's "HTTP to gRPC Status Code Mapping", but where we know better. */
  private static int status(LocalAnswer answer) {
    if (answer.reason() == Reason.UPSTREAM_TIMEOUT || answer.reason() == Reason.REQUEST_TIMEOUT) {
      return DEADLINE_EXCEEDED;
    }
    return switch (answer.status()) {
      case 200 -> OK;
      case 400 -> INTERNAL;
      case 401 -> UNAUTHENTICATED;
      case 403 -> PERMISSION_DENIED;
      case 404, 405 -> UNIMPLEMENTED;
      case 413, 429 -> RESOURCE_EXHAUSTED;
      case 502, 503, 504 -> UNAVAILABLE;
      default -> UNKNOWN;
    };
  }

  /** Percent-encoded UTF-8, as {@code grpc-message} has to be. */
  private static String encoded(String text) {
    var encoded = new StringBuilder(text.length());
    for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
      if (each >= ' ' && each <= '~' && each != '%') {
        encoded.append((char) each);
      } else {
        encoded.append(String.format(Locale.ROOT, "%%%02X", each));
      }
    }
    return encoded.toString();
  }
}
