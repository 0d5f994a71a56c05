package dev.gatehouse.operator.translate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Holds translation against golden directories. To write {@code out.yaml} anew, and then read the
 * difference: {@code mvn -pl operator -am test -Dtest=GoldenTest -Dgolden=write
 * -Dsurefire.failIfNoSpecifiedTests=false}.
 */
class GoldenTest {
  private static final Path ROOT = Path.of("src/test/resources/translate");
  private static final boolean WRITE = "write".equals(System.getProperty("golden"));

  static List<Path> directories() throws IOException {
    try (Stream<Path> entries = Files.list(ROOT)) {
      return entries.sorted().toList();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("directories")
  void inputBecomesOutput(Path directory) throws IOException {
    var golden = new GoldenCase(directory);
    String translated = golden.translated();
    if (WRITE) {
      Files.writeString(golden.out(), translated);
    }
    assertEquals(Files.readString(golden.out()), translated);
  }

  @Test
  void continuousIntegrationNeverWrites() {
    if (WRITE) {
      assertNull(System.getenv("CI"), "-Dgolden=write is for people who read what it wrote");
    }
  }

  @Test
  void nothingLiesAboutUnused() throws IOException {
    assertTrue(directories().size() >= 60, () -> "only some cases are left in " + ROOT);
    for (Path directory : directories()) {
      var golden = new GoldenCase(directory);
      Set<Path> known = Set.of(golden.in(), golden.out(), golden.settings());
      try (Stream<Path> files = Files.list(directory)) {
        assertEquals(
            List.of(),
            files.filter(file -> !known.contains(file)).toList(),
            () -> "nobody reads these in " + directory);
      }
    }
  }
}
