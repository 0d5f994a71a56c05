package dev.gatehouse.dataplane.proxy;

import dev.gatehouse.dataplane.exchange.Headers;
import org.jspecify.annotations.Nullable;

/**
 * A request's head as it came: taken apart by the transport, otherwise unchecked.
 *
 * @param target of the request line
 * @param version as written, like {@code HTTP/1.1}; {@code HTTP/2} isn't written anywhere
 * @param authority of HTTP/2, whose requests name their host so; null where only {@code host} does
 * @param headers names in lower case, hop-by-hop fields and {@code host} included
 * @param framing of its body, by the fields that it came with; HTTP/2 has its own, which tells the
 *     same
 */
public record RawHead(
    String method,
    String target,
    String version,
    boolean tls,
    @Nullable String authority,
    Headers headers,
    BodyFraming framing) {
  /** {@link #version} of a request that came by HTTP/2. */
  public static final String HTTP_2 = "HTTP/2";

  /** One whose fields have all come. */
  public RawHead(
      String method,
      String target,
      String version,
      boolean tls,
      @Nullable String authority,
      Headers headers) {
    this(method, target, version, tls, authority, headers, BodyFraming.ofRequest(version, headers));
  }

  /** One of HTTP/1.x, whose fields have all come. */
  public RawHead(String method, String target, String version, boolean tls, Headers headers) {
    this(method, target, version, tls, null, headers);
  }
}
