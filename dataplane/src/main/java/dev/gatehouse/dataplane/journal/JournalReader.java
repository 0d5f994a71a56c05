package dev.gatehouse.dataplane.journal;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads a journal up to its end, or to the first record that is cut or damaged. */
public final class JournalReader implements AutoCloseable {
  private final DataInputStream in;
  private long left;

  private JournalReader(Path file) throws IOException {
    this.left = Files.size(file);
    this.in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16));
  }

  /**
   * Opens what is kept.
   *
   * @throws java.nio.file.NoSuchFileException where nothing is
   * @throws IOException where it can't be read, or somebody else could have written it
   */
  public static JournalReader open(Path directory) throws IOException {
    Path file = Records.file(directory);
    OwnDirectory.require(directory);
    OwnDirectory.require(file);
    var reader = new JournalReader(file);
    if (!reader.skipFormat()) {
      reader.close();
      throw new IOException(file + " is no snapshot that this version can read");
    }
    return reader;
  }

  private boolean skipFormat() throws IOException {
    byte[] format = in.readNBytes(Records.FORMAT.length);
    left -= format.length;
    return Arrays.equals(format, Records.FORMAT);
  }

  /** The content of the next record; null where there is no more that is whole. */
  public byte @Nullable [] next() throws IOException {
    if (left < Records.HEAD_BYTES) {
      return null;
    }
    int length = in.readInt();
    int checksum = in.readInt();
    if (length < 0 || length > left - Records.HEAD_BYTES) {
      return null;
    }
    byte[] content = in.readNBytes(length);
    if (content.length < length || Records.checksum(content) != checksum) {
      return null;
    }
    left -= Records.HEAD_BYTES + length;
    return content;
  }

  /** How many bytes there are behind the records that were read. */
  public long left() {
    return left;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
