package dev.gatehouse.dataplane.proxy;

/** A body that is being received. Nothing flows until somebody receives it. */
public interface BodySource {
  void start(BodyReceiver receiver);

  /** At most what is already on its way still comes. */
  void pause();

  void resume();
}
