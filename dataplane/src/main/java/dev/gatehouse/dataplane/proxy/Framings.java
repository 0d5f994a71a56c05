package dev.gatehouse.dataplane.proxy;

import dev.gatehouse.dataplane.exchange.ResponseHead;

/** Decides how an answer is framed (RFC 9112, section 6.3). */
final class Framings {
  private Framings() {}

  static Downstream.Framing of(String method, ResponseHead head) {
    int status = head.status();
    if (status == 204) {
      head.headers().remove("content-length");
    }
    if (method.equals("HEAD") || status == 204 || status == 304) {
      return Downstream.Framing.NO_BODY;
    }
    return head.headers().contains("content-length")
        ? Downstream.Framing.LENGTH
        : Downstream.Framing.STREAM;
  }
}
