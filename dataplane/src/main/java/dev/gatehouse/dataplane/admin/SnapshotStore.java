package dev.gatehouse.dataplane.admin;

import dev.gatehouse.dataplane.admin.StoredSnapshot.Change;
import dev.gatehouse.snapshot.Ack;
import dev.gatehouse.snapshot.Delta;
import dev.gatehouse.snapshot.Push;
import java.util.List;

/**
 * What the pod serves, and the one place where it changes. Readers on any thread see the snapshot
 * before or the one after, never a mix.
 */
public final class SnapshotStore {
  /** Makes a snapshot live; when it returns, the next request is served by it. */
  @FunctionalInterface
  public interface Activation {
    /** Returns the resources of the whole snapshot that could not be used. */
    List<Ack.Rejection> activate(StoredSnapshot next, Delta change);
  }

  /** Is told of each push that is live, before it is acknowledged. */
  @FunctionalInterface
  public interface Listener {
    /** Returns at once; a push that only confirms what was served changes nothing. */
    void taken(StoredSnapshot before, StoredSnapshot.Change change);
  }

  /**
   * A snapshot that is live.
   *
   * @param restored whether no push has confirmed it since the pod started
   */
  public record Served(StoredSnapshot snapshot, List<Ack.Rejection> rejected, boolean restored) {
    public Served {
      rejected = List.copyOf(rejected);
    }

    public Ack ack() {
      return new Ack(snapshot.version(), rejected, restored);
    }
  }

  private final Activation activation;
  private final Listener listener;
  private volatile Served served;

  public SnapshotStore(String fleet, Activation activation, Listener listener) {
    this.activation = activation;
    this.listener = listener;
    this.served = new Served(StoredSnapshot.none(fleet), List.of(), false);
  }

  public Served served() {
    return served;
  }

  /** Called by one thread at a time. If it throws, what was served before serves on. */
  synchronized Ack take(Push push) throws RefusedPush {
    Served before = served;
    Change change = before.snapshot().after(push);
    boolean first = before.snapshot().version() == null;
    List<Ack.Rejection> rejected =
        first || !change.delta().isEmpty()
            ? activation.activate(change.next(), change.delta())
            : before.rejected();
    var now = new Served(change.next(), rejected, false);
    served = now;
    listener.taken(before.snapshot(), change);
    return now.ack();
  }

  /** Serves what was kept of before this pod's start, until a push says otherwise. */
  synchronized void restore(StoredSnapshot kept) {
    Delta all = Delta.between(served.snapshot().resources(), kept.resources());
    served = new Served(kept, activation.activate(kept, all), true);
  }
}
