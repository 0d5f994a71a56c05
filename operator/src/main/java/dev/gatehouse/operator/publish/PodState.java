package dev.gatehouse.operator.publish;

import dev.gatehouse.snapshot.Ack;
import dev.gatehouse.snapshot.SnapshotVersion;
import org.jspecify.annotations.Nullable;

/**
 * What the publisher knows of a pod and is doing about it.
 *
 * @param known what the pod said it serves; null while it has to be asked
 * @param whole whether a delta was refused, so that only the whole will do
 * @param failures in a row
 * @param sent whether a push went out to it since this process leads, whatever came of that
 */
record PodState(Activity activity, @Nullable Ack known, boolean whole, int failures, boolean sent) {
  /** A pod on first sight. */
  static final PodState NEW = new PodState(Activity.IDLE, null, false, 0, false);

  /** At most one request is under way to a pod. */
  enum Activity {
    IDLE,
    BUSY,
    /** Backing off. */
    RESTING
  }

  /** What is to be done next. */
  sealed interface Step {
    /** Nothing, until something happens. */
    record Stay() implements Step {}

    /** Ask what the pod serves. */
    record Ask() implements Step {}

    /** The pod has seen an epoch that is not below ours, so a higher one is needed first. */
    record Outbid(long epoch) implements Step {}

    /**
     * Push.
     *
     * @param base the hash of what the pod serves; null to send the whole
     */
    record Send(@Nullable String base) implements Step {}
  }

  /** {@code current} is what the pod should serve. */
  Step next(SnapshotVersion current) {
    if (activity != Activity.IDLE) {
      return new Step.Stay();
    }
    if (known == null) {
      return new Step.Ask();
    }
    SnapshotVersion served = known.version();
    if (served == null) {
      return new Step.Send(null);
    }
    if (!sent && served.epoch() >= current.epoch()) {
      // From another process, even if it says what this one would: an epoch is one process's alone.
      return new Step.Outbid(served.epoch());
    }
    if (served.equals(current)) {
      // A pod that restored it from disk waits for a push, be it empty, that says it still holds.
      return known.restored() ? new Step.Send(served.hash()) : new Step.Stay();
    }
    if (!current.isNewerThan(served)) {
      return new Step.Outbid(served.epoch());
    }
    return new Step.Send(whole ? null : served.hash());
  }

  /** It is being asked what it serves. */
  PodState asking() {
    return new PodState(Activity.BUSY, known, whole, failures, sent);
  }

  /** A push goes out. */
  PodState sending() {
    return new PodState(Activity.BUSY, known, whole, failures, true);
  }

  /** Nothing went out after all: it rests, and all else is as it was. */
  PodState unsent() {
    return new PodState(Activity.RESTING, known, whole, failures, sent);
  }

  /** The pod said what it serves. Only a push that it takes proves that pushes come through. */
  PodState told(Ack ack) {
    return new PodState(Activity.IDLE, ack, whole, failures, sent);
  }

  /** The pod serves what it should. */
  PodState acknowledged(Ack ack) {
    return new PodState(Activity.IDLE, ack, false, 0, sent);
  }

  /**
   * The pod has another base than it said (412): it restarted, or somebody else pushed. The whole
   * goes out at once, unless that is the second time in a row.
   */
  PodState baseMismatch() {
    return new PodState(afterRefusal(), known, true, failures + 1, sent);
  }

  /** The pod serves a newer version (409): it is asked which, as above. */
  PodState stale() {
    return new PodState(afterRefusal(), null, whole, failures + 1, sent);
  }

  /**
   * Nobody knows whether the pod took the push, or it can't be reached: it rests, then is asked.
   */
  PodState lost() {
    return new PodState(Activity.RESTING, null, whole, failures + 1, sent);
  }

  /** The pod refused the push for what it is: it rests, then gets the whole. */
  PodState refused() {
    return new PodState(Activity.RESTING, null, true, failures + 1, sent);
  }

  /** The pod may have restarted since it acknowledged: it is asked again, unless it is busy. */
  PodState doubted() {
    return activity == Activity.IDLE ? new PodState(activity, null, whole, failures, sent) : this;
  }

  /** It has rested enough. */
  PodState rested() {
    return activity == Activity.RESTING
        ? new PodState(Activity.IDLE, known, whole, failures, sent)
        : this;
  }

  boolean isResting() {
    return activity == Activity.RESTING;
  }

  private Activity afterRefusal() {
    return failures == 0 ? Activity.IDLE : Activity.RESTING;
  }
}
