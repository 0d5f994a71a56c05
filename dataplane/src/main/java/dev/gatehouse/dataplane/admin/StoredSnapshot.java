package dev.gatehouse.dataplane.admin;

import dev.gatehouse.dataplane.admin.RefusedPush.Why;
import dev.gatehouse.snapshot.Delta;
import dev.gatehouse.snapshot.Encoded;
import dev.gatehouse.snapshot.Push;
import dev.gatehouse.snapshot.ResourceId;
import dev.gatehouse.snapshot.SnapshotHash;
import dev.gatehouse.snapshot.SnapshotVersion;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/**
 * A snapshot as a pod keeps it: each resource's bytes as they came, those that it could not use
 * included, so that the next change is still a delta. The map is persistent: a small change of a
 * large snapshot costs what the change costs.
 *
 * @param version null before the first push
 * @param hash of the resources
 */
public record StoredSnapshot(
    String fleet,
    @Nullable SnapshotVersion version,
    PMap<ResourceId, Encoded> resources,
    SnapshotHash hash) {

  /**
   * What a push makes of a snapshot.
   *
   * @param delta against the snapshot before, for whole pushes too
   */
  record Change(StoredSnapshot next, Delta delta) {}

  static StoredSnapshot none(String fleet) {
    return new StoredSnapshot(fleet, null, HashTreePMap.empty(), SnapshotHash.EMPTY);
  }

  /** Itself as a push that makes it of nothing. */
  Push whole() {
    return push(null, new Delta(resources, Set.of()));
  }

  /** Itself as a push that makes it of what was before. */
  Push from(StoredSnapshot before, Delta delta) {
    return push(before.hash.hex(), delta);
  }

  private Push push(@Nullable String base, Delta delta) {
    if (version == null) {
      throw new IllegalStateException("nothing was pushed yet");
    }
    return new Push(fleet, version, base, delta);
  }

  /** A push that came before, and whose answer was lost perhaps, changes nothing and is welcome. */
  Change after(Push push) throws RefusedPush {
    if (!push.fleet().equals(fleet)) {
      throw new RefusedPush(
          Why.WRONG_FLEET, "for fleet " + push.fleet() + "; this pod is of " + fleet);
    }
    if (push.version().equals(version)) {
      return new Change(this, Delta.NONE);
    }
    if (version != null && !push.version().isNewerThan(version)) {
      throw new RefusedPush(
          Why.STALE_VERSION, push.version() + " is not newer than " + version + ", served now");
    }
    if (!push.isWhole() && !hash.hex().equals(push.base())) {
      throw new RefusedPush(
          Why.BASE_MISMATCH, "changes " + push.base() + "; this pod has " + hash.hex());
    }
    Delta delta = push.isWhole() ? Delta.between(resources, push.delta().upserted()) : push.delta();
    SnapshotHash after =
        push.isWhole()
            ? SnapshotHash.of(push.delta().upserted().values())
            : delta.hashAfter(hash, resources);
    if (!after.hex().equals(push.version().hash())) {
      throw new RefusedPush(
          Why.HASH_MISMATCH, "makes " + after.hex() + ", not " + push.version().hash());
    }
    return new Change(
        new StoredSnapshot(
            fleet,
            push.version(),
            resources.minusAll(delta.removed()).plusAll(delta.upserted()),
            after),
        delta);
  }
}
