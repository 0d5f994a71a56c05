package dev.gatehouse.dataplane.proxy.transport;

import dev.gatehouse.dataplane.exchange.Headers;
import org.jspecify.annotations.Nullable;

/**
 * The end of a message's body.
 *
 * @param trailers null where there are none
 */
record BodyEnd(@Nullable Headers trailers) implements Http1Body.Part {
  static final BodyEnd PLAIN = new BodyEnd(null);
}
