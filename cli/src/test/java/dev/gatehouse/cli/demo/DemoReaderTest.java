package dev.gatehouse.cli.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DemoReaderTest {
  private static final String SLICE =
      """
      # a comment
      apiVersion: discovery.k8s.io/v1
      kind: EndpointSlice
      metadata:
        name: orders-a
        labels: {kubernetes.io/service-name: orders}
        annotations: {gatehouse.dev/demo: echo, gatehouse.dev/demo-delay: 250ms}
      ports: [{name: http, port: 18101}]
      endpoints: [{addresses: [127.0.0.1], targetRef: {kind: Pod, name: orders-pod}}]
      ---
      apiVersion: discovery.k8s.io/v1
      kind: EndpointSlice
      metadata: {name: real, labels: {kubernetes.io/service-name: orders}}
      ports: [{port: 9000}]
      endpoints: [{addresses: [127.0.0.1]}]
      """;

  @TempDir private Path folder = Path.of("set by JUnit");
  private Path local = Path.of("made by setUp");

  @BeforeEach
  void setUp() throws IOException {
    local = Files.createDirectory(folder.resolve("local"));
  }

  @Test
  void findsAnnotatedSlices() throws IOException {
    Path file = Files.writeString(local.resolve("a.yaml"), SLICE);

    assertEquals(
        Set.of(
            new DemoEndpoint(
                "default",
                "orders",
                "orders-pod",
                "127.0.0.1",
                18101,
                Duration.ofMillis(250),
                file + ":2")),
        new DemoReader(folder).read());
  }

  @Test
  void keepsTheServicesOfAFileThatCannotBeRead() throws IOException {
    Path file = Files.writeString(local.resolve("a.yaml"), SLICE);
    var reader = new DemoReader(folder);
    Set<DemoEndpoint> before = reader.read();

    Files.writeString(file, "kind: [");

    assertEquals(before, reader.read());
    Files.delete(file);
    assertEquals(Set.of(), reader.read());
  }

  @Test
  void keepsTheServicesWhileTheFolderIsGone(@TempDir Path elsewhere) throws IOException {
    Files.writeString(local.resolve("a.yaml"), SLICE);
    var reader = new DemoReader(folder);
    Set<DemoEndpoint> before = reader.read();

    Files.move(folder, elsewhere.resolve("moved"));

    assertEquals(before, reader.read());
    Files.move(elsewhere.resolve("moved"), folder);
    assertEquals(before, reader.read());
  }
}
