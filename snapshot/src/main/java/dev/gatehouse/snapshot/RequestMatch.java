package dev.gatehouse.snapshot;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Conditions that must all hold.
 *
 * @param method an HTTP method, or null for all
 * @param headers names in lower case
 */
public record RequestMatch(
    PathMatch path,
    @Nullable String method,
    List<ValueMatch> headers,
    List<ValueMatch> queryParams,
    List<ValueMatch> cookies) {
  public RequestMatch {
    Objects.requireNonNull(path, "path");
    headers = List.copyOf(headers);
    queryParams = List.copyOf(queryParams);
    cookies = List.copyOf(cookies);
  }

  /** How many conditions there are besides path and method. */
  public int valueMatches() {
    return headers.size() + queryParams.size() + cookies.size();
  }
}
