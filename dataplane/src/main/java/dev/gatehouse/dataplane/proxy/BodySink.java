package dev.gatehouse.dataplane.proxy;

import io.vertx.core.buffer.Buffer;

/** A body that is being sent. */
public interface BodySink {
  void write(Buffer chunk);

  /**
   * Whether more is written than the peer takes; what is written nevertheless is kept in memory.
   */
  boolean full();

  /** Sets what runs whenever it has been full and is no longer. */
  void onDrained(Runnable then);

  /** Ends it well. */
  void end();
}
