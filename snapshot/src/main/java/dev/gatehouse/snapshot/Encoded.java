package dev.gatehouse.snapshot;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A resource as it travels: its canonical bytes and their hash. A reader keeps the bytes as they
 * came, so that what it could not understand still counts in the snapshot's hash and the next delta
 * fits.
 */
public final class Encoded {
  private final ResourceId id;
  private final byte[] bytes;
  private final byte[] digest;

  /** Takes over {@code bytes}: nobody changes them afterwards. */
  public Encoded(ResourceId id, byte[] bytes) {
    this.id = id;
    this.bytes = bytes;
    this.digest = Sha256.of(bytes);
  }

  public ResourceId id() {
    return id;
  }

  /** One line of JSON in UTF-8 without its line end; not a copy, so not to be changed. */
  public byte[] bytes() {
    return bytes;
  }

  /** SHA-256 over the bytes, in lower-case hex. */
  public String hash() {
    return HexFormat.of().formatHex(digest);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Encoded that
        && id.equals(that.id)
        && Arrays.equals(digest, that.digest);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(digest);
  }

  @Override
  public String toString() {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
