package dev.gatehouse.operator.publish;

import dev.gatehouse.snapshot.Delta;
import dev.gatehouse.snapshot.Encoded;
import dev.gatehouse.snapshot.ResourceId;
import dev.gatehouse.snapshot.SnapshotHash;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What was published to a fleet.
 *
 * @param resources all of them; the map no longer changes
 * @param hash of the resources
 * @param delta from what was published before
 */
record Edition(long sequence, Map<ResourceId, Encoded> resources, SnapshotHash hash, Delta delta) {
  /** This one and then {@code next}, as one. */
  Edition then(Edition next) {
    return new Edition(next.sequence, next.resources, next.hash, delta.then(next.delta));
  }

  /** Whether nothing but endpoints differs from what was published before. */
  boolean isOfEndpointsAlone() {
    return Stream.concat(delta.upserted().keySet().stream(), delta.removed().stream())
        .allMatch(ResourceId::isOfEndpoints);
  }
}
