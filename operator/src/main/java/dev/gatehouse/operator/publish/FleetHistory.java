package dev.gatehouse.operator.publish;

import dev.gatehouse.snapshot.Delta;
import dev.gatehouse.snapshot.Encoded;
import dev.gatehouse.snapshot.Push;
import dev.gatehouse.snapshot.ResourceId;
import dev.gatehouse.snapshot.SnapshotHash;
import dev.gatehouse.snapshot.SnapshotVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pcollections.PVector;
import org.pcollections.TreePVector;

/**
 * What a fleet should serve, and its last changes, from which any pod's next delta is put together.
 * Kept once for all pods, so that a pod which lags costs nothing.
 *
 * @param steps the oldest first; each leads to the next, the last to the resources
 */
record FleetHistory(
    String fleet,
    SnapshotVersion version,
    Map<ResourceId, Encoded> resources,
    PVector<Step> steps) {

  /**
   * A change.
   *
   * @param before the hash of what it changes
   */
  record Step(String before, Delta delta) {}

  /** Resources that the steps may hold together: beyond it a whole snapshot is as cheap. */
  private static final int KEPT_RESOURCES = 20_000;

  static FleetHistory first(
      String fleet,
      long epoch,
      long sequence,
      Map<ResourceId, Encoded> resources,
      SnapshotHash hash) {
    return new FleetHistory(
        fleet, new SnapshotVersion(epoch, sequence, hash.hex()), resources, TreePVector.empty());
  }

  /** Forgets the oldest steps beyond {@code kept}. */
  FleetHistory changed(
      long sequence, Map<ResourceId, Encoded> now, SnapshotHash hash, Delta delta, int kept) {
    PVector<Step> all = steps.plus(new Step(version.hash(), delta));
    int size = all.stream().mapToInt(step -> step.delta.upserted().size()).sum();
    while (!all.isEmpty() && (all.size() > kept || size > KEPT_RESOURCES)) {
      size -= all.getFirst().delta.upserted().size();
      all = all.minus(0);
    }
    return new FleetHistory(
        fleet, new SnapshotVersion(version.epoch(), sequence, hash.hex()), now, all);
  }

  /** The same content under a higher epoch. */
  FleetHistory raised(long epoch) {
    return new FleetHistory(
        fleet, new SnapshotVersion(epoch, version.sequence(), version.hash()), resources, steps);
  }

  /**
   * What turns {@code base} into the current version; the whole where that is not known any more.
   */
  Push push(@Nullable String base) {
    if (version.hash().equals(base)) {
      return new Push(fleet, version, base, Delta.NONE);
    }
    List<Delta> since = new ArrayList<>();
    for (int i = steps.size() - 1; i >= 0 && base != null; i--) {
      since.addFirst(steps.get(i).delta);
      if (steps.get(i).before.equals(base)) {
        return new Push(fleet, version, base, since.stream().reduce(Delta.NONE, Delta::then));
      }
    }
    return new Push(fleet, version, null, Delta.between(Map.of(), resources));
  }
}
