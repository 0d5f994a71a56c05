package dev.gatehouse.dataplane.observe;

import dev.gatehouse.snapshot.SnapshotVersion;
import org.jspecify.annotations.Nullable;

/** Whether the pod should get requests: it has a snapshot, and isn't on its way down. */
public final class Readiness {
  /** What /readyz says. */
  public enum State {
    NO_SNAPSHOT(false, "no snapshot: waits for an operator's push"),
    READY(true, "ready"),
    /** Serves what it kept of before its start; whether that is still right, nobody has said. */
    RESTORED(true, "ready: restored, and not confirmed by an operator yet"),
    /** As {@link #RESTORED}, but for too long, and another of the fleet has a newer one. */
    STALE(false, "stale: restored, not confirmed for too long, and others have a newer snapshot"),
    DRAINING(false, "draining: goes down");

    private final boolean ready;
    private final String text;

    State(boolean ready, String text) {
      this.ready = ready;
      this.text = text;
    }

    public boolean isReady() {
      return ready;
    }

    /** One line. */
    public String text() {
      return text;
    }
  }

  private volatile State state = State.NO_SNAPSHOT;
  private volatile @Nullable SnapshotVersion pushed;

  /** A snapshot that was pushed is live. */
  public void live(SnapshotVersion version) {
    pushed = version;
    become(State.READY);
  }

  /** The version that an operator pushed, or confirmed, last; null where none did. */
  public @Nullable SnapshotVersion confirmed() {
    return pushed;
  }

  /** A snapshot that was kept is live. */
  public void restored() {
    become(State.RESTORED);
  }

  /** Tells a pod whose snapshot was restored whether it should step back behind others. */
  public synchronized void stale(boolean stale) {
    if (state == State.RESTORED || state == State.STALE) {
      state = stale ? State.STALE : State.RESTORED;
    }
  }

  /** For good. */
  public void draining() {
    become(State.DRAINING);
  }

  public State state() {
    return state;
  }

  private synchronized void become(State next) {
    if (state != State.DRAINING) {
      state = next;
    }
  }
}
