package dev.gatehouse.dataplane.proxy.transport;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Names of fields as strings, without making one for those that nearly every message has. The
 * others aren't kept: what is kept for strangers grows.
 */
final class FieldNames {
  private static final int SIZE = 512;
  private static final String COMMON =
      """
      accept accept-encoding accept-language accept-ranges access-control-allow-origin age
      alt-svc authorization cache-control connection content-disposition content-encoding
      content-language content-length content-type cookie date dnt etag expect expires
      forwarded grpc-accept-encoding grpc-encoding grpc-message grpc-status grpc-timeout host
      if-match if-modified-since if-none-match keep-alive last-modified link location origin
      pragma priority range referer retry-after sec-ch-ua sec-ch-ua-mobile sec-ch-ua-platform
      sec-fetch-dest sec-fetch-mode sec-fetch-site sec-fetch-user sec-websocket-accept
      sec-websocket-extensions sec-websocket-key sec-websocket-protocol sec-websocket-version
      server set-cookie strict-transport-security te traceparent tracestate trailer
      transfer-encoding upgrade upgrade-insecure-requests user-agent vary via x-api-key
      x-content-type-options x-forwarded-for x-forwarded-host x-forwarded-port
      x-forwarded-proto x-frame-options x-real-ip x-request-id x-requested-with""";

  /** By slot; of two that have the same, one. */
  private static final @Nullable String[] KNOWN = new @Nullable String[SIZE];

  static {
    Pattern.compile("\\s+")
        .splitAsStream(COMMON)
        .forEach(name -> KNOWN[slot(name.hashCode())] = name);
  }

  private FieldNames() {}

  /**
   * The name that these bytes are, in lower case already.
   *
   * @param hash as {@link String#hashCode()} has it
   */
  static String of(byte[] bytes, int length, int hash) {
    String known = KNOWN[slot(hash)];
    return known != null && known.hashCode() == hash && is(known, bytes, length)
        ? known
        : new String(bytes, 0, length, ISO_8859_1);
  }

  private static boolean is(String name, byte[] bytes, int length) {
    if (name.length() != length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (name.charAt(i) != bytes[i]) {
        return false;
      }
    }
    return true;
  }

  private static int slot(int hash) {
    return (hash ^ hash >>> 9 ^ hash >>> 18) & (SIZE - 1);
  }
}
