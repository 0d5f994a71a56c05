package dev.gatehouse.dataplane.proxy;

import io.vertx.core.buffer.Buffer;

/** Takes a body as it comes; one of {@link #end} and {@link #failed} comes last. */
public interface BodyReceiver {
  void chunk(Buffer chunk);

  void end();

  /** The rest will never come. */
  void failed();
}
