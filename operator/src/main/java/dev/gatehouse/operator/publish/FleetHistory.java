package dev.gatehouse.operator.publish;

import dev.gatehouse.snapshot.Delta;
import dev.gatehouse.snapshot.Encoded;
import dev.gatehouse.snapshot.Push;
import dev.gatehouse.snapshot.ResourceId;
import dev.gatehouse.snapshot.SnapshotVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.pcollections.PVector;
import org.pcollections.TreePVector;

/**
 * What a fleet should serve, and its last changes, from which any pod's next delta is put together.
 * Kept once for all pods, so that a pod which lags costs nothing.
 *
 * @param bytes of all resources together
 * @param steps the oldest first; each leads to the next, the last to the resources
 */
record FleetHistory(
    String fleet,
    SnapshotVersion version,
    Map<ResourceId, Encoded> resources,
    long bytes,
    PVector<Step> steps) {

  /**
   * A change.
   *
   * @param before the hash of what it changes
   * @param bytes that it brings
   */
  record Step(String before, Delta delta, long bytes) {}

  /**
   * Bytes that the steps may hold in any case; beyond what all resources have, the whole is as
   * cheap.
   */
  private static final long FEW_BYTES = 64 << 10;

  static FleetHistory first(String fleet, long epoch, Edition edition) {
    return new FleetHistory(
        fleet,
        new SnapshotVersion(epoch, edition.sequence(), edition.hash().hex()),
        edition.resources(),
        bytes(edition.resources().values().stream()),
        TreePVector.empty());
  }

  /** Forgets the oldest steps beyond {@code kept}. */
  FleetHistory changed(Edition edition, int kept) {
    Delta delta = edition.delta();
    long brought = bytes(delta.upserted().values().stream());
    long whole = bytes + brought - bytes(replacedBy(delta));
    PVector<Step> all = steps.plus(new Step(version.hash(), delta, brought));
    long held = all.stream().mapToLong(Step::bytes).sum();
    while (!all.isEmpty() && (all.size() > kept || held > Math.max(whole, FEW_BYTES))) {
      held -= all.getFirst().bytes();
      all = all.minus(0);
    }
    return new FleetHistory(
        fleet,
        new SnapshotVersion(version.epoch(), edition.sequence(), edition.hash().hex()),
        edition.resources(),
        whole,
        all);
  }

  private Stream<Encoded> replacedBy(Delta delta) {
    return Stream.concat(delta.upserted().keySet().stream(), delta.removed().stream())
        .map(resources::get)
        .filter(Objects::nonNull);
  }

  private static long bytes(Stream<Encoded> of) {
    return of.mapToLong(resource -> resource.bytes().length).sum();
  }

  /** The same content under a higher epoch. */
  FleetHistory raised(long epoch) {
    return new FleetHistory(
        fleet,
        new SnapshotVersion(epoch, version.sequence(), version.hash()),
        resources,
        bytes,
        steps);
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
