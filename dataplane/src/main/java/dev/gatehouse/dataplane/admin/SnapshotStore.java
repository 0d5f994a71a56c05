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

  /** A snapshot that is live. */
  public record Served(StoredSnapshot snapshot, List<Ack.Rejection> rejected) {
    public Served {
      rejected = List.copyOf(rejected);
    }

    public Ack ack() {
      return new Ack(snapshot.version(), rejected);
    }
  }

  private final Activation activation;
  private volatile Served served;

  public SnapshotStore(String fleet, Activation activation) {
    this.activation = activation;
    this.served = new Served(StoredSnapshot.none(fleet), List.of());
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
    served = new Served(change.next(), rejected);
    return served.ack();
  }
}
