package dev.gatehouse.dataplane.proxy;

import dev.gatehouse.dataplane.exchange.Headers;
import java.util.List;

/**
 * How a message of HTTP/1.x tells its body from what follows it (RFC 9112, section 6.3). It is
 * decided here alone, for those who read the bytes and for those who check the head.
 */
public sealed interface BodyFraming {
  /** There is none. */
  record None() implements BodyFraming {}

  /** So many bytes, at least one. */
  record Length(long bytes) implements BodyFraming {}

  record Chunked() implements BodyFraming {}

  /** All that comes until the connection ends, which an answer's may. */
  record UntilClose() implements BodyFraming {}

  /** It can be read in more than one way, or in none. */
  record Refused(String detail) implements BodyFraming {}

  BodyFraming NONE = new None();
  BodyFraming CHUNKED = new Chunked();
  BodyFraming UNTIL_CLOSE = new UntilClose();

  /** A request's, which has none unless it says so. */
  static BodyFraming ofRequest(String version, Headers fields) {
    return of(version, fields, NONE);
  }

  /**
   * An answer's, which goes on until the connection ends unless it says otherwise.
   *
   * @param forHead whether it answers a HEAD
   */
  static BodyFraming ofAnswer(String version, boolean forHead, int status, Headers fields) {
    BodyFraming said = of(version, fields, UNTIL_CLOSE);
    boolean bodiless = forHead || status < 200 || status == 204 || status == 304;
    return bodiless && !(said instanceof Refused) ? NONE : said;
  }

  private static BodyFraming of(String version, Headers fields, BodyFraming unsaid) {
    String length = fields.get("content-length");
    String coding = fields.get("transfer-encoding");
    if (coding != null) {
      return chunked(version, fields, coding, length != null);
    }
    if (length == null) {
      return unsaid;
    }
    List<String> lengths = fields.getAll("content-length");
    if (lengths.size() > 1 || !HttpText.isLength(length)) {
      return new Refused("Content-Length must be one number.");
    }
    long bytes = Long.parseLong(length);
    return bytes == 0 ? NONE : new Length(bytes);
  }

  private static BodyFraming chunked(
      String version, Headers fields, String coding, boolean hasLength) {
    if (hasLength || version.equals("HTTP/1.0") || fields.getAll("transfer-encoding").size() > 1) {
      return new Refused("Transfer-Encoding with another way to frame the body.");
    }
    return coding.equalsIgnoreCase("chunked")
        ? CHUNKED
        : new Refused("Transfer-Encoding can only be chunked.");
  }
}
