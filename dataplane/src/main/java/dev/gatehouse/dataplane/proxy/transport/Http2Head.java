package dev.gatehouse.dataplane.proxy.transport;

import dev.gatehouse.dataplane.exchange.Headers;
import dev.gatehouse.dataplane.exchange.RequestHead;
import dev.gatehouse.dataplane.proxy.HttpText;
import dev.gatehouse.dataplane.proxy.RawHead;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes a head of what HPACK gave, and the other way round. Netty has seen to what pseudo-fields
 * there are, to names in lower case and to fields of the connection; whatever else makes a request
 * malformed is found here (RFC 9113, sections 8.2 and 8.3).
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
    if (headers.contains(Http2Headers.PseudoHeaderName.PROTOCOL.value())) {
      throw malformed(stream, "a pseudo-field that was not agreed on");
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

  /** A request's head, for a backend. */
  static Http2Headers ofRequest(RequestHead head) {
    Http2Headers fields = new DefaultHttp2Headers(false, head.headers().size() + 4);
    fields.method(head.method()).scheme("http").authority(head.authority()).path(head.target());
    head.headers().forEach(fields::add);
    return fields;
  }

  /** Fields alone. */
  static Http2Headers of(Headers headers) {
    Http2Headers fields = new DefaultHttp2Headers(false, headers.size());
    headers.forEach(fields::add);
    return fields;
  }

  /**
   * Reads an answer's status.
   *
   * @throws Http2Exception of the stream, where there isn't exactly one, or other pseudo-fields
   */
  static int status(int stream, Http2Headers headers) throws Http2Exception {
    int pseudo = pseudoFields(headers);
    String status = text(headers.status());
    boolean sound =
        pseudo == 1
            && status.length() == 3
            && status.charAt(0) >= '1'
            && status.charAt(0) <= '5'
            && HttpText.isLength(status);
    if (!sound) {
      throw malformed(stream, "no status from 100 to 599");
    }
    return Integer.parseInt(status);
  }

  private static int pseudoFields(Http2Headers headers) {
    int count = 0;
    for (Map.Entry<CharSequence, CharSequence> field : headers) {
      if (field.getKey().length() > 0 && field.getKey().charAt(0) == ':') {
        count++;
      }
    }
    return count;
  }

  /**
   * Reads the fields after a body.
   *
   * @throws Http2Exception of the stream, where one is malformed
   */
  static Headers trailers(int stream, Http2Headers headers) throws Http2Exception {
    if (pseudoFields(headers) > 0) {
      throw malformed(stream, "a pseudo-field after the body");
    }
    return fields(stream, headers);
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

  static Http2Exception malformed(int stream, String what) {
    return Http2Exception.streamError(stream, Http2Error.PROTOCOL_ERROR, "%s", what);
  }
}
