package dev.gatehouse.dataplane.proxy.transport;

import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpVersion;

/**
 * Lets heads of HTTP/1.0 be read as if they were of HTTP/1.1: of several lengths in HTTP/1.0 Netty
 * would take the first and make the others disappear.
 */
final class ReadAsHttp11 {
  private boolean old;

  /** When the first line has been read. */
  HttpMessage begin(HttpMessage message) {
    old = message.protocolVersion().equals(HttpVersion.HTTP_1_0);
    return old ? message.setProtocolVersion(HttpVersion.HTTP_1_1) : message;
  }

  /** When the whole head has been read; it has its own version from now on. */
  void end(HttpMessage message) {
    if (old) {
      old = false;
      message.setProtocolVersion(HttpVersion.HTTP_1_0);
    }
  }
}
