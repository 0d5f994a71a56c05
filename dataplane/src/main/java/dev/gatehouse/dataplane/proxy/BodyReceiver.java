package dev.gatehouse.dataplane.proxy;

import dev.gatehouse.dataplane.exchange.Headers;
import io.vertx.core.buffer.Buffer;

/** Takes a body as it comes; one of {@link #end} and {@link #failed} comes last. */
public interface BodyReceiver {
  /** More of it, which may be another's as soon as this returns. */
  void chunk(Buffer chunk);

  /** Fields that came after the body; its end is next. Not told of where there are none. */
  void trailers(Headers fields);

  void end();

  /** The rest will never come. */
  void failed();
}
