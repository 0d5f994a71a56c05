package dev.gatehouse.dataplane.admin;

import dev.gatehouse.dataplane.admin.RefusedPush.Why;
import dev.gatehouse.snapshot.Push;
import dev.gatehouse.snapshot.PushCodec;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** A push as it travelled. */
final class PushBody {
  private final boolean whole;
  private final boolean gzip;
  private final @Nullable String digest;
  private final @Nullable String ifMatch;
  private final byte[] bytes;

  /**
   * @param whole whether it came by PUT
   * @param digest the Content-Digest field
   * @param ifMatch the If-Match field
   * @param bytes taken over, not copied
   */
  PushBody(
      boolean whole,
      boolean gzip,
      @Nullable String digest,
      @Nullable String ifMatch,
      byte[] bytes) {
    this.whole = whole;
    this.gzip = gzip;
    this.digest = digest;
    this.ifMatch = ifMatch;
    this.bytes = bytes;
  }

  boolean whole() {
    return whole;
  }

  /** In bytes, as it travelled. */
  int size() {
    return bytes.length;
  }

  /**
   * Looks into nothing before the digest is right, and never holds more than {@code limit} bytes of
   * what a small body may inflate to.
   *
   * @param afterEach is run after each resource, and may rest
   */
  Push open(int limit, Runnable afterEach) throws RefusedPush {
    if (digest == null) {
      throw new RefusedPush(Why.BAD_DIGEST, "Content-Digest is missing");
    }
    if (!digest.equals(PushCodec.contentDigest(bytes))) {
      throw new RefusedPush(
          Why.BAD_DIGEST, "Content-Digest is not the SHA-256 of the body, or is no sha-256");
    }
    byte[] plain = gzip ? inflated(limit) : bytes;
    if (plain.length > limit) {
      throw new RefusedPush(
          Why.TOO_LARGE, "more than limits.pushInflated of this pod allows: " + limit + " bytes");
    }
    Push push;
    try {
      push = PushCodec.read(plain, afterEach);
    } catch (PushCodec.MalformedPush e) {
      throw new RefusedPush(Why.MALFORMED, String.valueOf(e.getMessage()));
    }
    if (push.isWhole() != whole) {
      throw new RefusedPush(
          Why.MALFORMED, "PUT takes a whole snapshot, PATCH the change of a base");
    }
    if (!whole && !("\"" + push.base() + "\"").equals(ifMatch)) {
      throw new RefusedPush(Why.MALFORMED, "If-Match has to name the push's own base");
    }
    return push;
  }

  private byte[] inflated(int limit) throws RefusedPush {
    try (var in = new GZIPInputStream(new ByteArrayInputStream(bytes), 1 << 16)) {
      byte[] plain = in.readNBytes(limit);
      if (in.read() >= 0) {
        throw new RefusedPush(
            Why.TOO_LARGE,
            "inflates to more than limits.pushInflated of this pod allows: " + limit + " bytes");
      }
      return plain;
    } catch (IOException e) {
      throw new RefusedPush(Why.MALFORMED, "not gzip: " + e.getMessage());
    }
  }
}
