package dev.gatehouse.dataplane.proxy;

import dev.gatehouse.dataplane.exchange.Headers;
import io.vertx.core.buffer.Buffer;

/** A body that is being sent. */
public interface BodySink {
  /** Sends more of it; what of the chunk doesn't leave at once is kept by who sends it. */
  void write(Buffer chunk);

  /**
   * Whether more is written than the peer takes; what is written nevertheless is kept in memory.
   */
  boolean full();

  /** Sets what runs whenever it has been full and is no longer. */
  void onDrained(Runnable then);

  /** Sets the fields that its end is to bring, if the peer takes any. */
  void trailers(Headers fields);

  /** Ends it well. */
  void end();
}
