package dev.gatehouse.dataplane.proxy.transport;

import io.netty.handler.codec.http.HttpMessage;
import io.vertx.core.http.Http1ServerConfig;
import io.vertx.core.http.impl.http1.VertxHttpRequestDecoder;

/**
 * Refuses what Netty and Vert.x would mend or answer by themselves: a request with both
 * Content-Length and Transfer-Encoding, where dropping the length would hide from us that somebody
 * before us may have read it otherwise, and versions that aren't spoken here.
 */
final class StrictRequestDecoder extends VertxHttpRequestDecoder {
  /** The version in the request line is neither HTTP/1.0 nor HTTP/1.1. */
  static final class UnsupportedVersion extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    UnsupportedVersion() {
      super("neither HTTP/1.0 nor HTTP/1.1");
    }
  }

  StrictRequestDecoder(Http1ServerConfig config) {
    super(config);
  }

  @Override
  protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
    throw new IllegalArgumentException("both Content-Length and Transfer-Encoding");
  }

  @Override
  protected HttpMessage createMessage(String[] requestLine) {
    String version = requestLine[2];
    if (!version.equals("HTTP/1.1") && !version.equals("HTTP/1.0")) {
      throw new UnsupportedVersion();
    }
    return super.createMessage(requestLine);
  }
}
