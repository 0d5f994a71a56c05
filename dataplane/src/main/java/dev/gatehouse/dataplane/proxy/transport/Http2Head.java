package dev.gatehouse.dataplane.proxy.transport;

import dev.gatehouse.dataplane.exchange.Headers;
import dev.gatehouse.dataplane.proxy.HttpText;
import dev.gatehouse.dataplane.proxy.RawHead;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes a head of what HPACK gave. Netty has seen to what pseudo-fields there are, to names in
 * lower case and to fields of the connection; whatever else makes a request malformed is found here
 * (RFC 9113, sections 8.2 and 8.3).
 */
final class Http2Head {
  private static final char DELETE = 0x7f;

  private Http2Head() {}

  /**
   * Reads a request's head.
   *
   * @throws Http2Exception of the stream, where it is malformed
   */
  static RawHead of(int stream, Http2Headers headers) throws Http2Exception {
    String scheme = text(headers.scheme());
    if (!scheme.isEmpty() && !scheme.equals("http") && !scheme.equals("https")) {
      throw malformed(stream, "a scheme other than http and https");
    }
    CharSequence authority = headers.authority();
    return new RawHead(
        text(headers.method()),
        text(headers.path()),
        RawHead.HTTP_2,
        false,
        authority == null ? null : authority.toString(),
        fields(stream, headers));
  }

  private static String text(@Nullable CharSequence value) {
    return value == null ? "" : value.toString();
  }

  /**
   * Reads fields but for those that begin with a colon. The parts of a cookie are put together
   * (section 8.2.3).
   *
   * @throws Http2Exception of the stream, where one is malformed
   */
  static Headers fields(int stream, Http2Headers headers) throws Http2Exception {
    var fields = new Headers(headers.size());
    for (Map.Entry<CharSequence, CharSequence> field : headers) {
      String name = field.getKey().toString();
      if (name.startsWith(":")) {
        continue;
      }
      String value = field.getValue().toString();
      check(stream, name, value);
      String cookie = name.equals("cookie") ? fields.get(name) : null;
      if (cookie == null) {
        fields.add(name, value);
      } else {
        fields.set(name, cookie + "; " + value);
      }
    }
    return fields;
  }

  private static void check(int stream, String name, String value) throws Http2Exception {
    if (!HttpText.isToken(name)) {
      throw malformed(stream, "a name that is no token");
    }
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if ((c < ' ' && c != '\t') || c == DELETE) {
        throw malformed(stream, "a control character in a value");
      }
    }
    if (!value.isEmpty()
        && (isBlank(value.charAt(0)) || isBlank(value.charAt(value.length() - 1)))) {
      throw malformed(stream, "a blank around a value");
    }
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }

  private static Http2Exception malformed(int stream, String what) {
    return Http2Exception.streamError(stream, Http2Error.PROTOCOL_ERROR, "%s", what);
  }
}
