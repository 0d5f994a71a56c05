package dev.gatehouse.dataplane.proxy;

import dev.gatehouse.dataplane.exchange.Headers;
import java.util.List;
import java.util.Set;

/**
 * Which fields may come after a body (RFC 9110, section 6.5.1). There are programs that put them to
 * those of the head, so whatever would mean something there is dropped.
 */
final class Trailers {
  /** What tells who asks, and how the message is to be taken. */
  private static final Set<String> DROPPED =
      Set.of(
          "age",
          "authentication-info",
          "authorization",
          "cache-control",
          "cookie",
          "date",
          "expect",
          "expires",
          "forwarded",
          "from",
          "host",
          "location",
          "max-forwards",
          "origin",
          "pragma",
          "proxy-authentication-info",
          "range",
          "referer",
          "remote-user",
          "retry-after",
          "set-cookie",
          "traceparent",
          "tracestate",
          "vary",
          "via",
          "www-authenticate");

  /** Families of such, among them what gateways tell backends of who asks. */
  private static final List<String> DROPPED_FAMILIES =
      List.of(
          "access-control-",
          "content-",
          "if-",
          "proxy-",
          "sec-",
          "ssl-",
          "x-auth",
          "x-client",
          "x-forwarded",
          "x-original-",
          "x-real-ip",
          "x-remote-",
          "x-request-id",
          "x-ssl-",
          "x-user");

  private Trailers() {}

  /**
   * Leaves those that are passed on.
   *
   * @param head fields of the same message, none of which comes a second time
   */
  static void retainHarmless(Headers trailers, Headers head) {
    HopByHop.removeFrom(trailers);
    int i = 0;
    while (i < trailers.size()) {
      String name = trailers.nameAt(i);
      if (isHarmless(name) && !head.contains(name)) {
        i++;
      } else {
        trailers.remove(name);
      }
    }
  }

  private static boolean isHarmless(String name) {
    return name.equals("content-digest")
        || (!DROPPED.contains(name)
            && name.indexOf('_') < 0
            && name.indexOf('.') < 0
            && DROPPED_FAMILIES.stream().noneMatch(name::startsWith));
  }
}
