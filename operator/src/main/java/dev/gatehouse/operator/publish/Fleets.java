package dev.gatehouse.operator.publish;

import dev.gatehouse.snapshot.Delta;
import dev.gatehouse.snapshot.Encoded;
import dev.gatehouse.snapshot.ResourceId;
import dev.gatehouse.snapshot.SnapshotHash;
import io.vertx.core.Vertx;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What all fleets should serve, under one epoch. Confined to the publisher's thread. */
final class Fleets {
  private final Vertx vertx;
  private final PublishSettings settings;
  private final Map<String, Fleet> byName = new TreeMap<>();
  private long epoch;

  Fleets(Vertx vertx, PublishSettings settings) {
    this.vertx = vertx;
    this.settings = settings;
  }

  Fleet of(String name) {
    return byName.computeIfAbsent(name, _ -> new Fleet(name, vertx, settings));
  }

  void take(
      String fleet,
      long sequence,
      Map<ResourceId, Encoded> resources,
      SnapshotHash hash,
      Delta delta) {
    of(fleet).take(epoch, sequence, resources, hash, delta);
  }

  void forget(String fleet) {
    byName.remove(fleet);
  }

  /** Those that there are, by name. */
  Stream<Fleet> all() {
    return byName.values().stream();
  }

  /** Null where nobody spoke of it. */
  @Nullable Fleet find(String name) {
    return byName.get(name);
  }

  /** 0 before the first. */
  long epoch() {
    return epoch;
  }

  void raise(long claimed) {
    epoch = claimed;
    byName.values().forEach(fleet -> fleet.raise(claimed));
  }
}
