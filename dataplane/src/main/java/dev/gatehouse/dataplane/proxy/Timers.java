package dev.gatehouse.dataplane.proxy;

/** Runs things later on the event loop. */
public interface Timers {
  /** Something that will run. */
  interface Timer {
    /** Nothing is set. */
    Timer NONE = () -> {};

    void cancel();
  }

  Timer after(long millis, Runnable task);
}
