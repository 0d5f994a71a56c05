package dev.gatehouse.cli.trial;

import dev.gatehouse.dataplane.exchange.Headers;
import dev.gatehouse.dataplane.exchange.RequestHead;
import dev.gatehouse.snapshot.NormalPath;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request to try, as its client would send it.
 *
 * @param authority host in lower case, and a port if the URL has one
 * @param path as written, before the gateway normalises it
 * @param query without the question mark
 * @param headers by name in lower case, in the order given
 */
public record TrialRequest(
    String method,
    String scheme,
    String authority,
    String path,
    @Nullable String query,
    List<Map.Entry<String, String>> headers) {
  public TrialRequest {
    headers = List.copyOf(headers);
  }

  /**
   * A request from its parts as people write them.
   *
   * @throws IllegalArgumentException with a sentence for people, if there is no such request
   */
  public static TrialRequest of(
      String method, String url, List<Map.Entry<String, String>> headers) {
    URI uri = parsed(url);
    String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
    if ((!scheme.equals("http") && !scheme.equals("https"))
        || uri.getRawAuthority() == null
        || uri.getRawUserInfo() != null) {
      throw new IllegalArgumentException(
          "\"%s\" is not a whole URL; write it like http://shop.example/orders?page=2"
              .formatted(url));
    }
    if (method.isEmpty() || !method.chars().allMatch(TrialRequest::isTokenCharacter)) {
      throw new IllegalArgumentException(
          "\"%s\" is not a method; write it like GET".formatted(method));
    }
    String path = uri.getRawPath();
    return new TrialRequest(
        method,
        scheme,
        uri.getRawAuthority().toLowerCase(Locale.ROOT),
        path.isEmpty() ? "/" : path,
        uri.getRawQuery(),
        headers.stream()
            .map(h -> Map.entry(h.getKey().strip().toLowerCase(Locale.ROOT), h.getValue().strip()))
            .toList());
  }

  /**
   * As the data plane's transport would hand it to the matcher.
   *
   * @throws IllegalArgumentException if the gateway would refuse the path
   */
  RequestHead head() {
    String normal = NormalPath.of(path);
    if (normal == null) {
      throw new IllegalArgumentException(
          "the gateway answers 400 BAD_REQUEST to the path \"%s\"".formatted(path));
    }
    var fields = new Headers();
    headers.forEach(header -> fields.add(header.getKey(), header.getValue()));
    return new RequestHead(method, scheme, authority, normal, query, fields);
  }

  private static URI parsed(String url) {
    try {
      return new URI(url);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(
          "\"%s\" is not a URL: %s at character %d".formatted(url, e.getReason(), e.getIndex() + 1),
          e);
    }
  }

  /** RFC 9110, section 5.6.2. */
  private static boolean isTokenCharacter(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
  }
}
