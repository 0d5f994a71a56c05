package dev.gatehouse.dataplane.proxy.transport;

import dev.gatehouse.dataplane.exchange.Headers;
import dev.gatehouse.dataplane.proxy.HttpText;
import io.netty.handler.codec.http2.Http2Exception;
import java.util.List;

/** Holds an answer's body against what its head announces (RFC 9113, section 8.1.1). */
final class AnswerLength {
  /** Nothing is announced. */
  static final AnswerLength NONE = new AnswerLength(-1, false);

  private final long announced;
  private final boolean bodiless;
  private long received;

  private AnswerLength(long announced, boolean bodiless) {
    this.announced = announced;
    this.bodiless = bodiless;
  }

  /**
   * What an answer's head announces. A 204 loses its length, which it can't have (RFC 9110, section
   * 8.6).
   *
   * @throws Http2Exception of the stream, where it isn't one number
   */
  static AnswerLength of(int stream, boolean forHead, int status, Headers fields)
      throws Http2Exception {
    List<String> lengths = fields.getAll("content-length");
    if (lengths.size() > 1 || (!lengths.isEmpty() && !HttpText.isLength(lengths.getFirst()))) {
      throw Http2Head.malformed(stream, "a length that isn't one number");
    }
    if (status == 204) {
      fields.remove("content-length");
    }
    boolean bodiless = forHead || status == 204 || status == 304;
    return bodiless || lengths.isEmpty()
        ? new AnswerLength(-1, bodiless)
        : new AnswerLength(Long.parseLong(lengths.getFirst()), false);
  }

  /** Whether a body would be none of the answer's. */
  boolean isBodiless() {
    return bodiless;
  }

  void data(int stream, int bytes) throws Http2Exception {
    received += bytes;
    if (announced >= 0 && received > announced) {
      throw Http2Head.malformed(stream, "a body longer than announced");
    }
  }

  void end(int stream) throws Http2Exception {
    if (announced >= 0 && received < announced) {
      throw Http2Head.malformed(stream, "a body shorter than announced");
    }
  }
}
