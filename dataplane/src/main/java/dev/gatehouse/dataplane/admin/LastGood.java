package dev.gatehouse.dataplane.admin;

import dev.gatehouse.dataplane.admin.StoredSnapshot.Change;
import dev.gatehouse.dataplane.journal.JournalReader;
import dev.gatehouse.dataplane.journal.SnapshotKeeper;
import dev.gatehouse.dataplane.observe.PushMetrics;
import dev.gatehouse.snapshot.PushCodec;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last good snapshot in a directory: where a pod's first snapshot comes from, and where each
 * later one goes.
 */
final class LastGood {
  private static final Logger LOG = LoggerFactory.getLogger(LastGood.class);

  /** How long the last change may take to be written when the pod goes down. */
  static final Duration LAST_WRITE = Duration.ofSeconds(2);

  private final Path directory;
  private final PushMetrics metrics;
  private final ExecutorService writer;
  private final SnapshotKeeper keeper;

  /**
   * Looks at nothing yet.
   *
   * @param writer with one thread, which may block; closed with this
   */
  LastGood(Path directory, PushMetrics metrics, ExecutorService writer) {
    this.directory = directory;
    this.metrics = metrics;
    this.writer = writer;
    this.keeper = new SnapshotKeeper(directory, writer, metrics.writeFailures());
  }

  /**
   * Makes live what is kept, or leaves the store empty and says why. Blocks. Only a state that the
   * operator once pushed is restored: each must have the hash that its version names.
   *
   * @return whether there was anything
   */
  boolean restore(SnapshotStore store) {
    StoredSnapshot kept = read(store.served().snapshot());
    if (kept.version() == null) {
      return false;
    }
    try {
      store.restore(kept);
      metrics.restored(store.served().ack());
      LOG.info("Serves snapshot {} of before the restart, until it is pushed to", kept.version());
      return true;
    } catch (RuntimeException e) {
      metrics.readFailures().increment();
      LOG.error("Snapshot {} of before the restart can't be made live", kept.version(), e);
      return false;
    }
  }

  /** Writes it down, soon and on another thread. */
  void keep(StoredSnapshot before, Change change) {
    StoredSnapshot next = change.next();
    if (!Objects.equals(next.version(), before.version())) {
      keeper.keep(next.from(before, change.delta()), next::whole);
    }
  }

  /** Writes what waits, for {@link #LAST_WRITE} at most. */
  void close() {
    writer.shutdown();
    try {
      if (!writer.awaitTermination(LAST_WRITE.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("The last change of the snapshot was not written: {} is too slow", directory);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private StoredSnapshot read(StoredSnapshot none) {
    StoredSnapshot kept = none;
    try (var records = JournalReader.open(directory)) {
      for (byte[] record = records.next(); record != null; record = records.next()) {
        kept = kept.after(PushCodec.read(record)).next();
      }
      if (records.left() > 0) {
        left(kept, "damaged", records.left() + " bytes at its end are cut or damaged");
      }
    } catch (NoSuchFileException e) {
      LOG.info("No snapshot is kept in {} yet", directory);
    } catch (AccessDeniedException e) {
      left(kept, "out of reach", "permission denied");
    } catch (IOException e) {
      left(kept, "of no use", String.valueOf(e.getMessage()));
    } catch (PushCodec.MalformedPush | RefusedPush e) {
      left(kept, "damaged", String.valueOf(e.getMessage()));
    }
    return kept;
  }

  private void left(StoredSnapshot kept, String what, String why) {
    metrics.readFailures().increment();
    LOG.error(
        "The snapshot kept in {} is {}, so {}: {}",
        directory,
        what,
        kept.version() == null
            ? "the pod waits for a push"
            : "the older state " + kept.version() + " is served",
        why);
  }
}
