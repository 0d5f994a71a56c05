package dev.gatehouse.dataplane.proxy;

import dev.gatehouse.dataplane.exchange.Headers;
import dev.gatehouse.dataplane.exchange.LocalAnswer;
import dev.gatehouse.dataplane.exchange.Reason;
import dev.gatehouse.dataplane.exchange.RequestHead;
import dev.gatehouse.snapshot.NormalPath;
import java.util.List;
import java.util.Locale;

/**
 * Checks a head as RFC 9110, 9112 and 9113 ask, and makes of it the one that is matched and
 * forwarded. Whatever two parsers could read differently is refused.
 */
final class HeadReader {
  /** What a head turned out to be. */
  sealed interface Read {
    record Good(RequestHead head) implements Read {}

    /** Not fit for an exchange: the connection is closed after this answer. */
    record Refused(LocalAnswer answer) implements Read {}
  }

  /** Ends the reading of a head; carries no stack, since it is no fault of ours. */
  private static final class Refusal extends Exception {
    private static final long serialVersionUID = 1;
    private final int status;
    private final String detail;

    Refusal(int status, String detail) {
      super(detail, null, false, false);
      this.status = status;
      this.detail = detail;
    }
  }

  /** By the gateway; what a backend takes beyond these, or doesn't, is its own matter. */
  private static final String ALLOWED = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS";

  private HeadReader() {}

  /**
   * Reads one.
   *
   * @param fields it may have
   */
  static Read read(RawHead raw, int fields) {
    try {
      return new Read.Good(checked(raw, fields));
    } catch (Refusal refusal) {
      return new Read.Refused(
          new LocalAnswer(
              Reason.BAD_REQUEST,
              refusal.status,
              fields(refusal.status),
              null,
              null,
              refusal.detail));
    }
  }

  private static Headers fields(int status) {
    Headers fields = new Headers(1);
    return status == 405 ? fields.add("allow", ALLOWED) : fields;
  }

  private static RequestHead checked(RawHead raw, int fields) throws Refusal {
    if (raw.headers().size() > fields) {
      throw new Refusal(431, "The request has more than " + fields + " header fields.");
    }
    checkMethod(raw.method());
    checkFraming(raw);
    if (MaxForwards.isBad(raw)) {
      throw new Refusal(400, "Max-Forwards must be one number.");
    }
    String host = authority(onlyHost(raw));
    String target = raw.target();
    checkTarget(target);
    if (target.startsWith("/")) {
      return head(raw, host, target);
    }
    if (target.equals("*") && raw.method().equals("OPTIONS")) {
      return ofTheServer(raw, host);
    }
    if (raw.version().equals(RawHead.HTTP_2)) {
      throw new Refusal(400, "The path must begin with a slash.");
    }
    // Absolute form: the target decides, whatever Host says (RFC 9112, section 3.2.2).
    int authorityAt = endOfScheme(target);
    if (authorityAt < 0) {
      throw new Refusal(400, "The request target has no form that this method allows.");
    }
    int end = firstOf(target, authorityAt);
    String authority = authority(target.substring(authorityAt, end));
    String rest = target.substring(end);
    if (rest.isEmpty() && raw.method().equals("OPTIONS")) {
      return ofTheServer(raw, authority); // As RFC 9112, section 3.2.4 asks of the last proxy.
    }
    return head(raw, authority, rest.startsWith("/") ? rest : "/" + rest);
  }

  /** Where its authority begins; -1 if it isn't in absolute form. */
  private static int endOfScheme(String target) {
    if (target.regionMatches(true, 0, "http://", 0, 7)) {
      return 7;
    }
    return target.regionMatches(true, 0, "https://", 0, 8) ? 8 : -1;
  }

  private static RequestHead ofTheServer(RawHead raw, String authority) {
    return new RequestHead(
        raw.method(), scheme(raw), authority, "*", null, raw.headers().remove("host"));
  }

  private static RequestHead head(RawHead raw, String authority, String target) throws Refusal {
    int mark = target.indexOf('?');
    String path = NormalPath.of(mark < 0 ? target : target.substring(0, mark));
    if (path == null) {
      throw new Refusal(400, "The path holds an encoding or a segment that is not allowed.");
    }
    String query = mark < 0 ? null : target.substring(mark + 1);
    return new RequestHead(
        raw.method(), scheme(raw), authority, path, query, raw.headers().remove("host"));
  }

  private static String scheme(RawHead raw) {
    return raw.tls() ? "https" : "http";
  }

  private static void checkMethod(String method) throws Refusal {
    if (method.equals("CONNECT") || method.equals("TRACE")) {
      throw new Refusal(405, "CONNECT and TRACE are not allowed.");
    }
    if (!HttpText.isToken(method)) {
      throw new Refusal(400, "The method is not a token.");
    }
  }

  private static void checkFraming(RawHead raw) throws Refusal {
    if (raw.framing() instanceof BodyFraming.Refused(String detail)) {
      throw new Refusal(400, detail);
    }
    if (raw.version().equals("HTTP/1.0")) {
      raw.headers().remove("expect"); // RFC 9110, section 10.1.1: it can't wait for a 100.
    }
    List<String> expectations = raw.headers().getAll("expect");
    if (expectations.size() > 1
        || (!expectations.isEmpty() && !expectations.getFirst().equalsIgnoreCase("100-continue"))) {
      throw new Refusal(417, "The only expectation that can be met is 100-continue.");
    }
  }

  /** HTTP/1.0 may leave Host out in theory; without it nothing can be routed. */
  private static String onlyHost(RawHead raw) throws Refusal {
    List<String> hosts = raw.headers().getAll("host");
    String authority = raw.authority();
    if (authority != null && hosts.isEmpty()) {
      return authority;
    }
    if (authority != null && !hosts.getFirst().equalsIgnoreCase(authority)) {
      throw new Refusal(400, "Host is not what :authority says.");
    }
    if (hosts.size() != 1) {
      throw new Refusal(400, "There must be exactly one Host field.");
    }
    return hosts.getFirst();
  }

  private static String authority(String text) throws Refusal {
    String authority = text.toLowerCase(Locale.ROOT);
    if (!HttpText.isAuthority(authority)) {
      throw new Refusal(400, "The host is not a host name or address with an optional port.");
    }
    return authority;
  }

  private static void checkTarget(String target) throws Refusal {
    if (target.isEmpty()) {
      throw new Refusal(400, "There is no request target.");
    }
    for (int i = 0; i < target.length(); i++) {
      char c = target.charAt(i);
      if (c <= ' ' || c >= 0x7f || c == '#' || c == '\\') {
        throw new Refusal(400, "The request target holds a character that must be encoded.");
      }
    }
  }

  private static int firstOf(String target, int from) {
    int at = from;
    while (at < target.length() && target.charAt(at) != '/' && target.charAt(at) != '?') {
      at++;
    }
    return at;
  }
}
