package dev.gatehouse.dataplane.exchange;

import org.jspecify.annotations.Nullable;

/**
 * A request's head. The transport fills it with what came, already checked and normalised; filters
 * change what the backend will see. Not thread-safe.
 */
public final class RequestHead {
  private final String method;
  private final String scheme;
  private String authority;
  private String path;
  private @Nullable String query;
  private final Headers headers;

  /**
   * @param scheme {@code http} or {@code https}, as the client's connection has it
   * @param authority the target host in lower case, with a port if the client sent one
   * @param path normalised: starts with a slash, no dot segments, no doubled slashes
   * @param query without the question mark, as it came; null if there was none
   */
  public RequestHead(
      String method,
      String scheme,
      String authority,
      String path,
      @Nullable String query,
      Headers headers) {
    this.method = method;
    this.scheme = scheme;
    this.authority = authority;
    this.path = path;
    this.query = query;
    this.headers = headers;
  }

  public String method() {
    return method;
  }

  public String scheme() {
    return scheme;
  }

  public String authority() {
    return authority;
  }

  /** The authority without its port; IPv6 keeps its brackets. */
  public String host() {
    int colon = authority.lastIndexOf(':');
    return colon < 0 || authority.indexOf(']', colon) > 0
        ? authority
        : authority.substring(0, colon);
  }

  public void authority(String changed) {
    authority = changed;
  }

  public String path() {
    return path;
  }

  public void path(String changed) {
    path = changed;
  }

  public @Nullable String query() {
    return query;
  }

  public void query(@Nullable String changed) {
    query = changed;
  }

  /** Path and query as they are written in a request line. */
  public String target() {
    return query == null ? path : path + "?" + query;
  }

  public Headers headers() {
    return headers;
  }
}
