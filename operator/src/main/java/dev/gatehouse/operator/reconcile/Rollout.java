package dev.gatehouse.operator.reconcile;

import dev.gatehouse.operator.publish.Pod;
import dev.gatehouse.operator.status.Programming;
import dev.gatehouse.operator.status.Programming.State;
import dev.gatehouse.snapshot.ResourceId;
import java.util.Set;
import java.util.function.IntSupplier;
import org.pcollections.HashTreePSet;
import org.pcollections.PSet;

/**
 * One generation of a route on its way to a fleet's pods.
 *
 * @param generation that is served
 * @param sequence versions with this or a higher one hold it
 * @param resources what it put there
 * @param awaited pods that were Ready when it was pushed and have yet to acknowledge it
 * @param total how many pods were Ready then and are still there
 * @param taken whether any pod acknowledged it
 * @param liveBefore the generation that was live when this began; 0 for none
 * @param begun when, in milliseconds of the loop's clock
 * @param resumed whether the process before began it, and told in the status how far it came
 */
record Rollout(
    String fleet,
    long generation,
    long sequence,
    Set<ResourceId> resources,
    PSet<String> awaited,
    int total,
    boolean taken,
    State state,
    long liveBefore,
    long begun,
    boolean resumed) {

  /** For how long a status doesn't say Pending: most often the pods have answered by then. */
  private static final long GRACE_MILLIS = 1_000;

  /** One that came to its end in the process before, or of which nothing is served: 0. */
  static Rollout done(String fleet, long generation, Set<ResourceId> resources) {
    return new Rollout(
        fleet,
        generation,
        0,
        resources,
        HashTreePSet.empty(),
        0,
        true,
        State.Live,
        generation,
        0,
        true);
  }

  boolean isOpen() {
    return state != State.Live;
  }

  /** The pod serves what was published up to {@code upTo}, but for what it refused. */
  Rollout acknowledged(String pod, long upTo, Set<ResourceId> refused) {
    if (!isOpen() || upTo < sequence || resources.stream().anyMatch(refused::contains)) {
      return this;
    }
    return with(awaited.minus(pod), total, true).settled();
  }

  /** The pod is no longer there, or on its way out, or in another fleet, and not waited for. */
  Rollout gone(Pod pod) {
    return isOpen() && fleet.equals(pod.fleet()) && awaited.contains(pod.name())
        ? with(awaited.minus(pod.name()), total - 1, taken).settled()
        : this;
  }

  Rollout at(long now, long limit) {
    return state == State.Pending && !awaited.isEmpty() && now - begun >= limit
        ? with(State.Lagging)
        : this;
  }

  /**
   * Whether the status before says as much as is known yet. Not for ever: it may be wrong in other
   * things, and in a fleet whose pods are never Ready nobody decides.
   *
   * <p>The more routes are under way, as at the first install, the longer none says Pending: to
   * write it for each would take the API server some milliseconds, and keep both from what the
   * routes wait for.
   *
   * @param limit after which it is decided in any case
   * @param underWay how many are in the same fleet; asked only where it matters
   */
  boolean isUndecided(long now, long limit, IntSupplier underWay) {
    long age = now - begun;
    return isUnderWay(now, limit)
        && (resumed || age < GRACE_MILLIS || age < GRACE_MILLIS + underWay.getAsInt());
  }

  /** Whether pods are likely to decide it yet. */
  boolean isUnderWay(long now, long limit) {
    return state == State.Pending && now - begun < limit;
  }

  Programming programming() {
    return isOpen()
        ? new Programming(state, liveBefore, total - awaited.size() + "/" + total)
        : new Programming(state, generation, "");
  }

  Rollout settled() {
    return awaited.isEmpty() && taken ? with(State.Live) : this;
  }

  private Rollout with(State next) {
    return new Rollout(
        fleet,
        generation,
        sequence,
        resources,
        awaited,
        total,
        taken,
        next,
        liveBefore,
        begun,
        resumed);
  }

  private Rollout with(PSet<String> nextAwaited, int nextTotal, boolean nextTaken) {
    return new Rollout(
        fleet,
        generation,
        sequence,
        resources,
        nextAwaited,
        nextTotal,
        nextTaken,
        state,
        liveBefore,
        begun,
        resumed);
  }
}
