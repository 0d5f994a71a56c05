package dev.gatehouse.operator.translate;

import dev.gatehouse.snapshot.Encoded;
import dev.gatehouse.snapshot.ResourceId;
import dev.gatehouse.snapshot.SnapshotHash;
import org.pcollections.HashPMap;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/** All that one fleet serves. */
public record FleetContent(PMap<ResourceId, Encoded> resources, SnapshotHash hash) {
  private static final HashPMap<ResourceId, Encoded> NOTHING = HashTreePMap.empty();

  public static final FleetContent EMPTY = new FleetContent(NOTHING, SnapshotHash.EMPTY);
}
