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

  private final Headers head;
  private final boolean ofAnswer;

  private Trailers(Headers head, boolean ofAnswer) {
    this.head = head;
    this.ofAnswer = ofAnswer;
  }

  /**
   * Those of a request.
   *
   * @param head its fields, none of which comes a second time
   */
  static Trailers ofRequest(Headers head) {
    return new Trailers(head, false);
  }

  /**
   * Those of an answer, as {@link #ofRequest}; but clients of gRPC read fields after the body for
   * what they are, by whatever name.
   */
  static Trailers ofAnswer(Headers head) {
    return new Trailers(head, true);
  }

  /** Leaves those that are passed on. */
  void retainHarmless(Headers trailers) {
    boolean metadata = ofAnswer && GrpcCall.is(head);
    HopByHop.removeFrom(trailers);
    int i = 0;
    while (i < trailers.size()) {
      String name = trailers.nameAt(i);
      boolean passes =
          metadata ? !name.startsWith("content-") : isHarmless(name) && !head.contains(name);
      if (passes) {
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
