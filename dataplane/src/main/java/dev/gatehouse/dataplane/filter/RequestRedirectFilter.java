package dev.gatehouse.dataplane.filter;

import dev.gatehouse.dataplane.exchange.Exchange;
import dev.gatehouse.dataplane.exchange.Filter;
import dev.gatehouse.dataplane.exchange.Headers;
import dev.gatehouse.dataplane.exchange.LocalAnswer;
import dev.gatehouse.dataplane.exchange.Reason;
import dev.gatehouse.snapshot.Filter.RequestRedirect;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * RequestRedirect, as the Gateway API's HTTPRequestRedirectFilter has it. A scheme that is set
 * brings its own port; otherwise scheme and port stay those the client used, which may be others
 * than those of the connection to this pod. The query is kept.
 */
record RequestRedirectFilter(
    @Nullable String scheme,
    @Nullable String hostname,
    @Nullable Integer port,
    @Nullable PathChange path,
    int status)
    implements Filter {
  private static final Set<Integer> STATUSES = Set.of(301, 302, 303, 307, 308);

  static RequestRedirectFilter compile(RequestRedirect redirect, PathChange.Context paths)
      throws InvalidFilter {
    String scheme = redirect.scheme();
    if (scheme != null && !scheme.equals("http") && !scheme.equals("https")) {
      throw new InvalidFilter("a redirect's scheme is http or https, not \"" + scheme + "\"");
    }
    if (redirect.hostname() != null) {
      Hostname.check(redirect.hostname());
    }
    Integer port = redirect.port();
    if (port != null && (port < 1 || port > 65535)) {
      throw new InvalidFilter("a redirect's port is 1 to 65535, not " + port);
    }
    if (!STATUSES.contains(redirect.statusCode())) {
      throw new InvalidFilter(
          "a redirect's status code is 301, 302, 303, 307 or 308, not " + redirect.statusCode());
    }
    return new RequestRedirectFilter(
        scheme,
        redirect.hostname(),
        port,
        PathChange.compile(redirect.path(), paths),
        redirect.statusCode());
  }

  @Override
  public Step onRequest(Exchange exchange) {
    String target = path == null ? SafePath.encoded(exchange.originalPath()) : path.apply(exchange);
    if (target == null) {
      return new Step.Answer(PathChange.refusal());
    }
    String query = exchange.request().query();
    String location =
        schemeOf(exchange)
            + "://"
            + authority(exchange)
            + target
            + (query == null ? "" : "?" + SafePath.query(query));
    Headers headers = new Headers(4).add("location", location);
    return new Step.Answer(new LocalAnswer(Reason.REDIRECT, status, headers, null, null, null));
  }

  private String schemeOf(Exchange exchange) {
    return scheme == null ? exchange.client().scheme() : scheme;
  }

  private String authority(Exchange exchange) {
    String original = exchange.originalAuthority();
    int end = hostEnd(original);
    String asked = end == original.length() ? "" : original.substring(end + 1);
    String wanted = port != null ? port.toString() : scheme == null ? asked : "";
    String host = hostname == null ? original.substring(0, end) : hostname;
    boolean usual = wanted.equals(schemeOf(exchange).equals("https") ? "443" : "80");
    return wanted.isEmpty() || usual ? host : host + ":" + wanted;
  }

  private static int hostEnd(String authority) {
    int colon = authority.lastIndexOf(':');
    return colon < 0 || authority.indexOf(']', colon) > 0 ? authority.length() : colon;
  }
}
