package dev.gatehouse.dataplane.proxy;

import dev.gatehouse.dataplane.exchange.Exchange;
import dev.gatehouse.dataplane.exchange.Headers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Takes over or makes what ties a request to others: {@code traceparent} (W3C Trace Context, level
 * 1) and {@code x-request-id}. What doesn't fit the standard is replaced, as it asks.
 */
final class Tracing {
  private static final byte[] DIGITS = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private final RandomGenerator random;

  Tracing(RandomGenerator random) {
    this.random = random;
  }

  Exchange.Trace apply(Headers headers) {
    List<String> parents = headers.getAll("traceparent");
    boolean continues = parents.size() == 1 && isValid(parents.getFirst());
    String traceId = continues ? parents.getFirst().substring(3, 35) : nonZero(2);
    String flags = continues ? parents.getFirst().substring(53, 55) : "00";
    String spanId = nonZero(1);
    if (!continues) {
      headers.remove("tracestate");
    }
    headers.set("traceparent", "00-" + traceId + "-" + spanId + "-" + flags);
    String requestId = headers.get("x-request-id");
    if (requestId == null || !isRequestId(requestId)) {
      requestId = nonZero(2);
    }
    headers.set("x-request-id", requestId);
    return new Exchange.Trace(traceId, spanId, flags, requestId);
  }

  /** As many times 64 bits, each time some of them set. */
  private String nonZero(int times) {
    var digits = new byte[16 * times];
    for (int from = 0; from < digits.length; from += 16) {
      long bits;
      do {
        bits = random.nextLong();
      } while (bits == 0);
      for (int i = 0; i < 16; i++) {
        digits[from + i] = DIGITS[(int) (bits >>> (60 - 4 * i)) & 0xf];
      }
    }
    return new String(digits, StandardCharsets.ISO_8859_1);
  }

  /** A later version may be longer, but begins in the same way. */
  private static boolean isValid(String parent) {
    if (parent.length() < 55 || (parent.length() > 55 && parent.startsWith("00"))) {
      return false;
    }
    return isHex(parent, 0, 2)
        && !parent.startsWith("ff")
        && parent.charAt(2) == '-'
        && isHex(parent, 3, 35)
        && !isZero(parent, 3, 35)
        && parent.charAt(35) == '-'
        && isHex(parent, 36, 52)
        && !isZero(parent, 36, 52)
        && parent.charAt(52) == '-'
        && isHex(parent, 53, 55)
        && (parent.length() == 55 || parent.charAt(55) == '-');
  }

  private static boolean isHex(String text, int from, int to) {
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
        return false;
      }
    }
    return true;
  }

  private static boolean isZero(String text, int from, int to) {
    return text.substring(from, to).chars().allMatch(c -> c == '0');
  }

  private static boolean isRequestId(String text) {
    return !text.isEmpty()
        && text.length() <= 128
        && text.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '"' && c != '\\');
  }
}
