package dev.gatehouse.dataplane.admin;

import static java.util.Objects.requireNonNull;

import dev.gatehouse.dataplane.admin.StoredSnapshot.Change;
import dev.gatehouse.dataplane.compile.Compiler;
import dev.gatehouse.dataplane.compile.Features;
import dev.gatehouse.dataplane.observe.ExchangeMetrics;
import dev.gatehouse.dataplane.observe.PushMetrics;
import dev.gatehouse.dataplane.observe.Readiness;
import dev.gatehouse.dataplane.route.RouteTable;
import dev.gatehouse.dataplane.settings.DataPlaneSettings;
import dev.gatehouse.dataplane.upstream.Upstreams;
import dev.gatehouse.snapshot.Ack;
import dev.gatehouse.snapshot.Delta;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** What a pod serves, and what has to happen when that changes. */
final class ServedContent implements PushListener.Intake {
  private final Readiness readiness = new Readiness();
  private final Upstreams upstreams = new Upstreams();
  private final Pacing pacing = new Pacing();
  private final LiveSnapshot snapshot =
      new LiveSnapshot(new Compiler(Features.SUPPORTED, pacing::step), upstreams);
  private final ExchangeMetrics exchanges;
  private final SnapshotStore store;
  private final @Nullable LastGood lastGood;
  private final int inflatedLimit;

  ServedContent(DataPlaneSettings settings, ExchangeMetrics exchanges, PushMetrics pushes) {
    String directory = settings.snapshot().directory();
    this.exchanges = exchanges;
    this.inflatedLimit = settings.limits().pushInflatedBytes();
    this.store = new SnapshotStore(settings.fleet(), this::activate, this::taken);
    this.lastGood =
        directory.isEmpty()
            ? null
            : new LastGood(
                Path.of(directory),
                pushes,
                Executors.newSingleThreadExecutor(ServedContent::writer));
  }

  /** What it writes down has time: requests go first. */
  private static Thread writer(Runnable work) {
    return Thread.ofPlatform()
        .daemon()
        .name("gatehouse-snapshot")
        .unstarted(
            () -> {
              Pacing.lowerPriority();
              work.run();
            });
  }

  Readiness readiness() {
    return readiness;
  }

  Upstreams upstreams() {
    return upstreams;
  }

  SnapshotStore store() {
    return store;
  }

  /** In its own time if requests are served meanwhile. Not by two at once. */
  @Override
  public Ack take(PushBody body) throws RefusedPush {
    pacing.begin(table() != null);
    return store.take(body.open(inflatedLimit, pacing::step));
  }

  @Override
  public Ack live() {
    return store.served().ack();
  }

  /** What the next request is matched against; null before the first snapshot. */
  @Nullable RouteTable table() {
    return snapshot.table();
  }

  /** Makes live what was kept of before the start, and says whether anything was. Blocks. */
  boolean restore() {
    boolean restored = lastGood != null && lastGood.restore(store);
    if (restored) {
      readiness.restored();
    }
    return restored;
  }

  /** Writes down what isn't yet. Blocks. */
  void close() {
    if (lastGood != null) {
      lastGood.close();
    }
  }

  private List<Ack.Rejection> activate(StoredSnapshot next, Delta change) {
    List<Ack.Rejection> rejected = snapshot.activate(next, change);
    if (!change.removed().isEmpty()) {
      exchanges.retain(next.resources().keySet());
    }
    return rejected;
  }

  private void taken(StoredSnapshot before, Change change) {
    readiness.live(requireNonNull(change.next().version(), "a push has one"));
    if (lastGood != null) {
      lastGood.keep(before, change);
    }
  }
}
