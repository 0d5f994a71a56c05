package dev.gatehouse.dataplane.proxy;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.gatehouse.dataplane.exchange.Headers;
import dev.gatehouse.dataplane.exchange.LocalAnswer;
import dev.gatehouse.dataplane.exchange.Reason;
import dev.gatehouse.dataplane.exchange.ResponseHead;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * What an answer of the gateway's own looks like: {@code Proxy-Status} (RFC 9209) and, where the
 * answer brings no body of its own, a problem body (RFC 9457); or what gRPC has in their place.
 *
 * @param headOnly whether the answer ends with its head
 */
record AnswerText(ResponseHead head, Buffer body, boolean headOnly) {
  private static final String PROBLEM = "application/problem+json";

  /**
   * Writes an answer in the words of who asked.
   *
   * @param grpc whether the request is a call of gRPC
   * @param gateway names us in {@code Proxy-Status}
   * @param requestId null where there is no exchange
   */
  static AnswerText of(
      LocalAnswer answer, boolean grpc, String gateway, @Nullable String requestId) {
    return grpc && answer.status() >= 400
        ? GrpcCall.answer(answer, gateway)
        : of(answer, gateway, requestId);
  }

  /** How its end is told to a client that asked by this method. */
  Downstream.Framing framing(String method) {
    return headOnly ? Downstream.Framing.NO_BODY : Framings.of(method, head);
  }

  /**
   * Writes an answer.
   *
   * @param gateway names us in {@code Proxy-Status}
   * @param requestId null where there is no exchange
   */
  static AnswerText of(LocalAnswer answer, String gateway, @Nullable String requestId) {
    Headers headers = new Headers(answer.headers().size() + 4);
    answer.headers().forEach(headers::add);
    Reason reason = answer.reason();
    boolean wrong = reason.isFault();
    if (wrong) {
      headers.set("proxy-status", proxyStatus(gateway, reason));
    }
    String text = answer.body();
    if (text == null && wrong) {
      text = problem(answer, requestId);
      headers.set("content-type", PROBLEM);
    } else if (answer.contentType() != null) {
      headers.set("content-type", answer.contentType());
    }
    Buffer body = text == null ? Buffer.buffer() : Buffer.buffer(text);
    if (answer.status() != 204 && answer.status() != 304) {
      headers.set("content-length", Integer.toString(body.length()));
    }
    return new AnswerText(new ResponseHead(answer.status(), headers), body, false);
  }

  /**
   * For HTTP/1.1, where there is no request to answer; ends the connection.
   *
   * @param phrase after the status
   */
  Buffer bytes(String phrase) {
    var text = new StringBuilder("HTTP/1.1 ").append(head.status()).append(' ').append(phrase);
    head.headers().forEach((name, value) -> text.append("\r\n" + name + ": " + value));
    text.append("\r\nconnection: close\r\n\r\n");
    return Buffer.buffer(text.toString()).appendBuffer(body);
  }

  static String proxyStatus(String gateway, Reason reason) {
    return gateway + "; error=" + reason.proxyStatusError() + "; details=\"" + reason + "\"";
  }

  private static String problem(LocalAnswer answer, @Nullable String requestId) {
    Reason reason = answer.reason();
    var json = new StringBuilder(256).append("{\"type\":\"about:blank\"");
    member(json, "title", reason.sentence());
    json.append(",\"status\":").append(answer.status());
    String detail = answer.detail();
    if (detail != null) {
      member(json, "detail", detail);
    }
    member(json, "reason", reason.name());
    if (requestId != null) {
      member(json, "requestId", requestId);
    }
    return json.append('}').toString();
  }

  private static void member(StringBuilder json, String name, String value) {
    json.append(",\"").append(name).append("\":\"");
    JsonStringEncoder.getInstance().quoteAsString(value, json);
    json.append('"');
  }
}
