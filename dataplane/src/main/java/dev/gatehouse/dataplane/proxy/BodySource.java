package dev.gatehouse.dataplane.proxy;

/** A body that is being received. Nothing flows until somebody receives it. */
public interface BodySource {
  /** Hands it over from the next turn of the event loop on; that it has failed is told at once. */
  void start(BodyReceiver receiver);

  /** At most what is already on its way still comes. */
  void pause();

  void resume();

  /** Whether it is known, before it is started, that nothing will come but its end. */
  default boolean isEmpty() {
    return false;
  }

  /** Whether it is known, before it is started, that it won't come whole. */
  default boolean hasFailed() {
    return false;
  }
}
