package dev.gatehouse.operator.input.folder;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a folder again whenever something in it changes, and tells what it offers then.
 *
 * <p>The operating system's word is only a hint to look at once: every {@link #POLL} the files are
 * compared with those last read, since some file systems say nothing, and some changes (the target
 * of a symbolic link) happen elsewhere.
 */
public final class FolderWatch implements AutoCloseable {
  static final Duration POLL = Duration.ofSeconds(1);

  /** How long the folder must be quiet: editors save in several steps. */
  private static final Duration QUIET = Duration.ofMillis(30);

  /** How often at most the quiet is waited for, where something writes without end. */
  private static final int PATIENCE = 20;

  private static final WatchEvent.Kind<?>[] EVENTS = {
    StandardWatchEventKinds.ENTRY_CREATE,
    StandardWatchEventKinds.ENTRY_MODIFY,
    StandardWatchEventKinds.ENTRY_DELETE
  };

  private static final Logger LOG = LoggerFactory.getLogger(FolderWatch.class);

  private final Path folder;
  private final FolderReader reader;
  private final Consumer<FolderState> listener;
  private final WatchService watcher;
  private final Thread thread;

  private FolderState state = FolderState.EMPTY;
  private @Nullable List<Stamp> stamps;

  private FolderWatch(
      Path folder, FolderReader reader, Consumer<FolderState> listener, WatchService watcher) {
    this.folder = folder;
    this.reader = reader;
    this.listener = listener;
    this.watcher = watcher;
    this.thread = Thread.ofPlatform().name("folder-watch").daemon().unstarted(this::watch);
  }

  /**
   * Reads the folder, tells {@code listener} what it holds before this returns, and from then on,
   * on a thread of its own, after each change.
   *
   * @throws IOException if the folder can't be listed
   */
  public static FolderWatch start(Path folder, FolderReader reader, Consumer<FolderState> listener)
      throws IOException {
    var watch = new FolderWatch(folder, reader, listener, folder.getFileSystem().newWatchService());
    try {
      watch.register();
      watch.stamps = watch.stamps();
      watch.state = FolderState.EMPTY.next(reader.read(folder));
      listener.accept(watch.state);
    } catch (IOException | RuntimeException e) {
      watch.watcher.close();
      throw e;
    }
    watch.thread.start();
    return watch;
  }

  @Override
  public void close() {
    try {
      watcher.close();
      thread.join();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void watch() {
    try {
      while (true) {
        boolean hinted = settle();
        try {
          look(hinted);
        } catch (RuntimeException | StackOverflowError e) {
          // Whatever one state of the files does to whoever takes it, the next one may be mended.
          LOG.error("{} could not be taken over; what it held serves on", folder, e);
        }
      }
    } catch (ClosedWatchServiceException | InterruptedException e) {
      LOG.debug("no longer watching {}", folder);
    }
  }

  /** Waits for a change and then for quiet; false if there was only the time to look anyway. */
  private boolean settle() throws InterruptedException {
    WatchKey key = watcher.poll(POLL.toMillis(), TimeUnit.MILLISECONDS);
    boolean hinted = key != null;
    for (int i = 0; key != null && i < PATIENCE; i++) {
      drained(key);
      key = watcher.poll(QUIET.toMillis(), TimeUnit.MILLISECONDS);
    }
    if (key != null) {
      drained(key);
    }
    return hinted;
  }

  private static void drained(WatchKey key) {
    key.pollEvents();
    key.reset();
  }

  private void look(boolean hinted) {
    try {
      // Each time anew: the folder or its subfolder may be another one under the same name.
      register();
      List<Stamp> now = stamps();
      if (hinted || !now.equals(stamps)) {
        FolderState next = state.next(reader.read(folder));
        stamps = now;
        take(next);
      }
    } catch (IOException e) {
      // Whatever is there when it can be listed again is read, even if it looks the same.
      stamps = null;
      take(state.unreadable(folder, Reasons.of(e)));
    }
  }

  private void take(FolderState next) {
    if (!next.equals(state)) {
      state = next;
      listener.accept(next);
    }
  }

  private void register() throws IOException {
    folder.register(watcher, EVENTS);
    Path local = folder.resolve(FolderReader.LOCAL);
    if (Files.isDirectory(local)) {
      local.register(watcher, EVENTS);
    }
  }

  /** What of a file changes when it does. */
  private record Stamp(Path file, long modifiedNanos, long size, @Nullable Object inode) {}

  private List<Stamp> stamps() throws IOException {
    var result = new ArrayList<Stamp>();
    for (Path file : FolderReader.files(folder)) {
      try {
        result.add(stamp(file));
      } catch (NoSuchFileException e) {
        LOG.debug("{} went while it was looked at", file);
      }
    }
    return result;
  }

  private static Stamp stamp(Path file) throws IOException {
    var attributes = Files.readAttributes(file, BasicFileAttributes.class);
    return new Stamp(
        file,
        attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS),
        attributes.size(),
        attributes.fileKey());
  }
}
