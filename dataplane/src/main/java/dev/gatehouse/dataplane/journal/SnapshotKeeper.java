package dev.gatehouse.dataplane.journal;

import dev.gatehouse.snapshot.Push;
import dev.gatehouse.snapshot.PushCodec;
import io.micrometer.core.instrument.Counter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes down what has gone live. Changes that come while one is being written become one record,
 * so a slow disk costs neither memory nor an acknowledgement. A disk that fails costs the snapshot
 * after a restart, nothing else: with the next change the whole is tried again.
 */
public final class SnapshotKeeper {
  private static final Logger LOG = LoggerFactory.getLogger(SnapshotKeeper.class);

  private final Path directory;
  private final JournalFile file;
  private final Executor executor;
  private final Counter failures;
  private boolean based;
  private boolean failing;
  private @Nullable Push pending;
  private Supplier<Push> latest =
      () -> {
        throw new IllegalStateException("nothing went live");
      };

  /**
   * Keeps nothing yet.
   *
   * @param directory made if it isn't there
   * @param executor runs one task at a time, on a thread that may block
   */
  public SnapshotKeeper(Path directory, Executor executor, Counter failures) {
    this.directory = directory;
    this.file = new JournalFile(directory);
    this.executor = executor;
    this.failures = failures;
  }

  /**
   * Returns at once.
   *
   * @param change of what this was called with last
   * @param whole what that makes; asked for only where a base is to be written
   */
  public synchronized void keep(Push change, Supplier<Push> whole) {
    boolean scheduled = pending != null;
    pending = pending == null ? change : merged(pending, change);
    latest = whole;
    if (!scheduled) {
      executor.execute(this::write);
    }
  }

  private static Push merged(Push first, Push next) {
    return new Push(next.fleet(), next.version(), first.base(), first.delta().then(next.delta()));
  }

  private void write() {
    Push change;
    Supplier<Push> whole;
    synchronized (this) {
      change = pending;
      whole = latest;
      pending = null;
    }
    if (change == null) {
      return;
    }
    boolean append = based && !file.outgrown();
    // Until it is written, and should even an Error come between.
    based = false;
    try {
      if (append) {
        file.append(PushCodec.write(change));
      } else {
        file.rewrite(PushCodec.write(whole.get()));
      }
      based = true;
      succeeded();
    } catch (IOException | RuntimeException e) {
      failed(e);
    }
  }

  private void succeeded() {
    if (failing) {
      failing = false;
      LOG.info("The snapshot is kept in {} again", directory);
    }
  }

  private void failed(Exception e) {
    failures.increment();
    if (!failing) {
      failing = true;
      LOG.error(
          "The snapshot can't be kept in {}, and after a restart of this container an older one or"
              + " none will be there: {}; serving goes on, and each change tries again",
          directory,
          e.toString());
    }
  }
}
