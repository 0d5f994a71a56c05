package dev.gatehouse.dataplane.journal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/**
 * How the file is laid out: a line that names the format, then records, the first of them a whole
 * snapshot, each other a change. A record is the length of its content in bytes and the CRC-32C of
 * it, as big-endian 32-bit numbers, and the content: a push as it travels.
 */
final class Records {
  static final byte[] FORMAT = "gatehouse snapshot 1\n".getBytes(StandardCharsets.US_ASCII);

  /** Of the two numbers. */
  static final int HEAD_BYTES = 8;

  private Records() {}

  static Path file(Path directory) {
    return directory.resolve("snapshot.journal");
  }

  static ByteBuffer head(byte[] content) {
    return ByteBuffer.allocate(HEAD_BYTES).putInt(content.length).putInt(checksum(content)).flip();
  }

  static int checksum(byte[] content) {
    var crc = new CRC32C();
    crc.update(content);
    return (int) crc.getValue();
  }
}
