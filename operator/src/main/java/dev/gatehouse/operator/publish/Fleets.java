package dev.gatehouse.operator.publish;

import io.vertx.core.Vertx;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What all fleets should serve, under one epoch. Confined to the publisher's thread. */
final class Fleets {
  private final Vertx vertx;
  private final PublishSettings settings;
  private final Runnable changed;
  private final Map<String, Fleet> byName = new TreeMap<>();
  private long epoch;

  /**
   * None.
   *
   * @param changed is told of each new version of any of them
   */
  Fleets(Vertx vertx, PublishSettings settings, Runnable changed) {
    this.vertx = vertx;
    this.settings = settings;
    this.changed = changed;
  }

  Fleet of(String name) {
    return byName.computeIfAbsent(name, _ -> new Fleet(name, epoch, vertx, settings, changed));
  }

  void forget(String fleet) {
    Fleet forgotten = byName.remove(fleet);
    if (forgotten != null) {
      forgotten.close();
    }
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

  void close() {
    byName.values().forEach(Fleet::close);
  }

  void raise(long claimed) {
    epoch = claimed;
    byName.values().forEach(fleet -> fleet.raise(claimed));
  }
}
