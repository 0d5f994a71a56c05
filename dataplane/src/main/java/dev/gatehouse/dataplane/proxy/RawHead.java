package dev.gatehouse.dataplane.proxy;

import dev.gatehouse.dataplane.exchange.Headers;

/**
 * A request's head as it came: framed by the transport, otherwise unchecked.
 *
 * @param target of the request line
 * @param version as written, like {@code HTTP/1.1}
 * @param headers names in lower case, hop-by-hop fields and {@code host} included
 */
public record RawHead(String method, String target, String version, boolean tls, Headers headers) {}
