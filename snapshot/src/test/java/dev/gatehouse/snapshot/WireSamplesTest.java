package dev.gatehouse.snapshot;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * The wire format as files that are never changed, only added to: a rolling upgrade runs two
 * versions at once, and these are what the other one sends.
 */
class WireSamplesTest {
  private static final Path SAMPLES = Path.of("src/test/resources/wire");

  @Test
  void todaysWriterWritesTheFirstVersionsWholeSnapshot() throws IOException {
    assertSample("v1-whole.ndjson", PushCodec.write(push(null, Set.of())));
  }

  @Test
  void todaysWriterWritesTheFirstVersionsDelta() throws IOException {
    assertSample(
        "v1-delta.ndjson",
        PushCodec.write(
            push(SnapshotHash.EMPTY.hex(), Set.of(ResourceId.upstream("shop", "gone", 80)))));
  }

  @Test
  void todaysWriterWritesTheFirstVersionsAnswers() throws IOException {
    var ack =
        new Ack(
            new SnapshotVersion(2, 7, SnapshotHash.EMPTY.hex()),
            List.of(
                new Ack.Rejection(
                    ResourceId.upstream("shop", "a", 80), "00", "INVALID_RESOURCE", "why")));
    assertSample("v1-ack.json", PushCodec.writeAck(ack));
    assertEquals(ack, PushCodec.readAck(Files.readAllBytes(SAMPLES.resolve("v1-ack.json"))));

    var problem = new PushProblem("BASE_MISMATCH", "send the whole");
    assertSample("v1-problem.json", PushCodec.writeProblem(problem));
    assertEquals(
        problem, PushCodec.readProblem(Files.readAllBytes(SAMPLES.resolve("v1-problem.json"))));
  }

  /** An older reader refuses it rather than speak HTTP/1.1 to it. */
  @Test
  void anUpstreamOfHttp2AsksForAReaderThatKnowsIt() throws IOException {
    var upstream =
        new Upstream(
            ResourceId.upstream("shop", "orders", 9090),
            List.of(Upstream.H2C_FEATURE),
            "shop/orders:9090",
            Upstream.Protocol.H2C,
            ResourceId.endpoints("shop", "orders", 9090));
    Encoded encoded = ResourceCodec.encode(upstream);
    assertSample("v1-upstream-h2c.json", encoded.bytes());
    assertEquals(
        new Decoded.Known(upstream), ResourceCodec.decode(encoded, Set.of(Upstream.H2C_FEATURE)));
    assertEquals(
        new Decoded.UnsupportedOther(upstream.id(), List.of(Upstream.H2C_FEATURE)),
        ResourceCodec.decode(encoded, Set.of()));
  }

  @Test
  void todaysReaderReadsEveryPushEverWritten() throws Exception {
    try (Stream<Path> files = Files.list(SAMPLES)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".ndjson")).toList()) {
        Push push = PushCodec.read(Files.readAllBytes(file));
        for (Encoded resource : push.delta().upserted().values()) {
          assertInstanceOf(
              Decoded.Known.class, ResourceCodec.decode(resource, Set.of()), file::toString);
        }
      }
    }
  }

  private static Push push(@Nullable String base, Set<ResourceId> removed) {
    Map<ResourceId, Encoded> upserted = new HashMap<>();
    Samples.encoded(Samples.all()).forEach(resource -> upserted.put(resource.id(), resource));
    return new Push(
        "default",
        new SnapshotVersion(2, 7, SnapshotHash.of(upserted.values()).hex()),
        base,
        new Delta(upserted, removed));
  }

  private static void assertSample(String name, byte[] written) throws IOException {
    Path file = SAMPLES.resolve(name);
    if (!Files.exists(file) && "write".equals(System.getProperty("golden"))) {
      Files.createDirectories(SAMPLES);
      Files.write(file, written);
    }
    byte[] frozen = Files.readAllBytes(file);
    assertEquals(
        new String(frozen, StandardCharsets.UTF_8), new String(written, StandardCharsets.UTF_8));
    assertArrayEquals(frozen, written);
  }
}
