package dev.gatehouse.operator.publish;

import dev.gatehouse.snapshot.Push;
import dev.gatehouse.snapshot.PushCodec;
import dev.gatehouse.snapshot.SnapshotVersion;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * A push ready to travel, the same for all pods that need it.
 *
 * @param base null for a whole snapshot
 * @param digest the Content-Digest of the body
 */
record Parcel(
    SnapshotVersion version, @Nullable String base, Buffer body, boolean gzip, String digest) {

  static Parcel of(Push push, int gzipAbove) {
    byte[] plain = PushCodec.write(push);
    boolean gzip = plain.length > gzipAbove;
    byte[] body = gzip ? compressed(plain) : plain;
    return new Parcel(
        push.version(), push.base(), Buffer.buffer(body), gzip, PushCodec.contentDigest(body));
  }

  private static byte[] compressed(byte[] plain) {
    var out = new ByteArrayOutputStream(plain.length / 8);
    try (var gzip = new GZIPOutputStream(out, 1 << 16)) {
      gzip.write(plain);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
