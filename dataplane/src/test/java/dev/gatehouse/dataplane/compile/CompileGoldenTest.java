package dev.gatehouse.dataplane.compile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.snapshot.Ack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each directory below {@code compile} is a snapshot, requests, and what is expected of both. With
 * {@code -Dgolden=write} the expectations are written anew: read the difference before committing.
 */
class CompileGoldenTest {
  private static final Path CASES = Path.of("src/test/resources/compile");
  private static final boolean WRITE = "write".equals(System.getProperty("golden"));

  static Stream<Path> cases() throws IOException {
    try (Stream<Path> directories = Files.list(CASES)) {
      return directories.sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void aSnapshotServesRequestsAsWrittenDown(Path directory) throws IOException {
    String actual = actual(directory);
    Path expected = directory.resolve("expected.yaml");
    if (WRITE) {
      Files.writeString(expected, actual);
    }
    assertEquals(Files.readString(expected), actual);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void noFileOfACaseIsUnused(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      Set<String> names =
          files
              .map(file -> file.getFileName().toString())
              .collect(Collectors.toCollection(TreeSet::new));
      assertEquals(Set.of("expected.yaml", "requests.yaml", "snapshot.yaml"), names);
    }
  }

  @Test
  void thereAreAtLeastThirtyCases() throws IOException {
    assertTrue(cases().count() >= 30);
  }

  private static String actual(Path directory) throws IOException {
    var resources = SnapshotYaml.read(Files.readString(directory.resolve("snapshot.yaml")));
    Compilation compilation = new Compiler(Features.SUPPORTED).compile(resources);
    var requests = new ArrayList<Object>();
    JsonNode asked =
        SnapshotYaml.YAML.readTree(Files.readString(directory.resolve("requests.yaml")));
    for (JsonNode request : asked) {
      requests.add(new GoldenRequest(request).outcome(compilation));
    }
    var outcome = new LinkedHashMap<String, Object>();
    List<String> rejected = compilation.rejected().stream().map(CompileGoldenTest::text).toList();
    if (!rejected.isEmpty()) {
      outcome.put("rejected", rejected);
    }
    outcome.put("requests", requests);
    return SnapshotYaml.YAML.writeValueAsString(outcome);
  }

  private static String text(Ack.Rejection rejection) {
    return rejection.id() + " " + rejection.reason() + ": " + rejection.message();
  }
}
