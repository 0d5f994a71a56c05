package dev.gatehouse.operator.publish;

import dev.gatehouse.snapshot.Delta;
import dev.gatehouse.snapshot.Encoded;
import dev.gatehouse.snapshot.Push;
import dev.gatehouse.snapshot.ResourceId;
import dev.gatehouse.snapshot.SnapshotHash;
import dev.gatehouse.snapshot.SnapshotVersion;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One fleet's history, and the parcels made of it: each is encoded once per version, off the event
 * loop, however many pods need it. Confined to the publisher's thread.
 */
final class Fleet {
  private final String name;
  private final Vertx vertx;
  private final PublishSettings settings;
  private final Map<String, Future<Parcel>> parcels = new HashMap<>();
  private @Nullable FleetHistory history;

  Fleet(String name, Vertx vertx, PublishSettings settings) {
    this.name = name;
    this.vertx = vertx;
    this.settings = settings;
  }

  String name() {
    return name;
  }

  void take(
      long epoch,
      long sequence,
      Map<ResourceId, Encoded> resources,
      SnapshotHash hash,
      Delta delta) {
    history =
        history == null
            ? FleetHistory.first(name, epoch, sequence, resources, hash)
            : history.changed(sequence, resources, hash, delta, settings.keptChanges());
    parcels.clear();
  }

  void raise(long epoch) {
    if (history != null) {
      history = history.raised(epoch);
      parcels.clear();
    }
  }

  /** Null before anything was published. */
  @Nullable SnapshotVersion version() {
    return history == null ? null : history.version();
  }

  FleetReport report(List<PodReport> pods) {
    return new FleetReport(name, version(), history == null ? 0 : history.resources().size(), pods);
  }

  /** The whole; empty before anything was published. */
  Optional<Push> whole() {
    return Optional.ofNullable(history).map(now -> now.push(null));
  }

  /** What leads from {@code base}, or null for nothing, to the current version. */
  Future<Parcel> parcel(@Nullable String base) {
    FleetHistory now = history;
    if (now == null) {
      return Future.failedFuture("nothing was published to " + name);
    }
    return parcels.computeIfAbsent(
        base == null ? "" : base,
        _ -> vertx.executeBlocking(() -> Parcel.of(now.push(base), settings.gzipAbove()), false));
  }
}
