package dev.gatehouse.snapshot;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Pushes and answers as bytes. A push is lines of JSON: a header, then each upserted resource in
 * its canonical form, by id, so that equal pushes are equal bytes and a reader keeps each line as
 * it came.
 */
public final class PushCodec {
  /** The media type of a push; a reader that knows only other formats answers 415. */
  public static final String MEDIA_TYPE = "application/vnd.gatehouse.snapshot.v1+ndjson";

  private static final ObjectReader ANSWERS =
      ResourceCodec.JSON.reader().without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  private PushCodec() {}

  private record Header(
      @JsonSetter(nulls = Nulls.FAIL) String fleet,
      @JsonSetter(nulls = Nulls.FAIL) SnapshotVersion version,
      @Nullable String base,
      int upserted,
      List<ResourceId> removed) {}

  /** A push that can't be read: cut short, not ours, or contradicting itself. */
  public static final class MalformedPush extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedPush(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  public static byte[] write(Push push) {
    var header =
        new Header(
            push.fleet(),
            push.version(),
            push.base(),
            push.delta().upserted().size(),
            push.delta().removed().stream().sorted().toList());
    var out = new ByteArrayOutputStream();
    out.writeBytes(json(header));
    out.write('\n');
    push.delta().upserted().values().stream()
        .sorted(Comparator.comparing(Encoded::id))
        .forEach(
            resource -> {
              out.writeBytes(resource.bytes());
              out.write('\n');
            });
    return out.toByteArray();
  }

  public static Push read(byte[] bytes) throws MalformedPush {
    return read(bytes, () -> {});
  }

  /**
   * The same for who lets others go before.
   *
   * @param afterEach is run after each resource, and may rest
   */
  public static Push read(byte[] bytes, Runnable afterEach) throws MalformedPush {
    int end = lineEnd(bytes, 0);
    int line = 1;
    try {
      Header header = ResourceCodec.JSON.readValue(bytes, 0, end, Header.class);
      if (header == null) {
        throw new MalformedPush("line 1: there is no header", null);
      }
      var upserted = new HashMap<ResourceId, Encoded>();
      for (int start = end + 1; start < bytes.length; start = end + 1) {
        end = lineEnd(bytes, start);
        line++;
        byte[] resource = Arrays.copyOfRange(bytes, start, end);
        ResourceId id = ResourceCodec.idOf(resource);
        if (upserted.put(id, new Encoded(id, resource)) != null) {
          throw new MalformedPush(id + " comes twice", null);
        }
        afterEach.run();
      }
      if (upserted.size() != header.upserted) {
        throw new MalformedPush(
            "announces " + header.upserted + " resources and holds " + upserted.size(), null);
      }
      if (header.base == null && !header.removed.isEmpty()) {
        throw new MalformedPush("a whole snapshot removes nothing", null);
      }
      return new Push(
          header.fleet,
          header.version,
          header.base,
          new Delta(upserted, new HashSet<>(header.removed)));
    } catch (IOException | IllegalArgumentException e) {
      throw new MalformedPush("line " + line + ": " + ResourceCodec.oneLine(e), e);
    }
  }

  public static byte[] writeAck(Ack ack) {
    return json(ack);
  }

  /** What a newer pod says beyond this version's fields is left out: an answer only informs. */
  public static Ack readAck(byte[] bytes) throws IOException {
    return ANSWERS.forType(Ack.class).readValue(bytes);
  }

  public static byte[] writeProblem(PushProblem problem) {
    return json(problem);
  }

  /** As {@link #readAck}. */
  public static PushProblem readProblem(byte[] bytes) throws IOException {
    return ANSWERS.forType(PushProblem.class).readValue(bytes);
  }

  /**
   * The value of {@code Content-Digest} (RFC 9530) for these bytes, as they travel (compressed, if
   * they are).
   */
  public static String contentDigest(byte[] bytes) {
    return "sha-256=:" + Base64.getEncoder().encodeToString(Sha256.of(bytes)) + ":";
  }

  private static int lineEnd(byte[] bytes, int from) throws MalformedPush {
    for (int i = from; i < bytes.length; i++) {
      if (bytes[i] == '\n') {
        return i;
      }
    }
    throw new MalformedPush("ends in the middle of a line", null);
  }

  private static byte[] json(Object value) {
    try {
      return ResourceCodec.JSON.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
