package dev.gatehouse.dataplane.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The file as it is written: base and journal in one, so that a single rename replaces both and no
 * crash leaves the one without the other. Readable by its owner alone, since snapshots hold
 * secrets. Not thread-safe.
 */
final class JournalFile implements AutoCloseable {
  private static final Set<PosixFilePermission> OWNERS_FILE =
      PosixFilePermissions.fromString("rw-------");

  /** Changes that are less than this in bytes are not worth a new base. */
  private static final long LITTLE = 64 << 10;

  private final Path directory;
  private @Nullable FileChannel channel;
  private long baseBytes;
  private long changeBytes;

  JournalFile(Path directory) {
    this.directory = directory;
  }

  /** Puts a whole snapshot in the place of all that was; what was stays until that is done. */
  void rewrite(byte[] whole) throws IOException {
    close();
    OwnDirectory.make(directory);
    Path file = Records.file(directory);
    Path next = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(next);
    FileChannel fresh =
        FileChannel.open(
            next,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(OWNERS_FILE));
    try {
      write(fresh, ByteBuffer.wrap(Records.FORMAT));
      write(fresh, Records.head(whole), ByteBuffer.wrap(whole));
      // Before the rename, or a crash of the machine might leave a name without its content.
      fresh.force(false);
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      fresh.close();
      Files.deleteIfExists(next);
      throw e;
    }
    channel = fresh;
    baseBytes = fresh.position();
    changeBytes = 0;
  }

  /** Adds a change of what the file holds. After a failure only {@link #rewrite} will do. */
  void append(byte[] change) throws IOException {
    if (channel == null) {
      throw new IllegalStateException("a change needs a base");
    }
    changeBytes += Records.HEAD_BYTES + change.length;
    write(channel, Records.head(change), ByteBuffer.wrap(change));
  }

  /** Whether the changes take more room than a new base would. */
  boolean outgrown() {
    return changeBytes > Math.max(baseBytes, LITTLE);
  }

  @Override
  public void close() throws IOException {
    if (channel != null) {
      channel.close();
      channel = null;
    }
  }

  private static void write(FileChannel to, ByteBuffer... parts) throws IOException {
    while (parts[parts.length - 1].hasRemaining()) {
      to.write(parts);
    }
  }
}
