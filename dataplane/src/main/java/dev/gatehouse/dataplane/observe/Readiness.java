package dev.gatehouse.dataplane.observe;

/** Whether the pod should get requests: it has a snapshot, and isn't on its way down. */
public final class Readiness {
  /** What /readyz says. */
  public enum State {
    NO_SNAPSHOT,
    READY,
    DRAINING
  }

  private volatile State state = State.NO_SNAPSHOT;

  /** A snapshot is live. */
  public synchronized void live() {
    if (state == State.NO_SNAPSHOT) {
      state = State.READY;
    }
  }

  /** For good. */
  public synchronized void draining() {
    state = State.DRAINING;
  }

  public State state() {
    return state;
  }
}
