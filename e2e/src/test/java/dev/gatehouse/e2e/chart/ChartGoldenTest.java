package dev.gatehouse.e2e.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Holds what the chart becomes against golden directories. To write the expectations anew, and then
 * read the difference: {@code mvn -pl e2e -am test -Dtest=ChartGoldenTest -Dgolden=write
 * -Dsurefire.failIfNoSpecifiedTests=false}.
 */
@NeedsHelm
class ChartGoldenTest {
  private static final boolean WRITE = "write".equals(System.getProperty("golden"));

  @TempDir Path home;

  static List<GoldenCase> cases() {
    return GoldenCase.all();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void valuesBecomeManifests(GoldenCase golden) throws IOException {
    String described = golden.described(Helm.in(home));

    if (WRITE) {
      Files.writeString(golden.expected(), described);
    }
    assertEquals(Files.readString(golden.expected()), described);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void helmHasNothingToComplainOf(GoldenCase golden) {
    Helm.Result lint = Helm.in(home).lint(Chart.FOLDER, "-f", golden.values().toString());

    assertEquals(0, lint.exitCode(), lint.output() + lint.errors());
  }

  @Test
  void continuousIntegrationNeverWrites() {
    if (WRITE) {
      assertNull(System.getenv("CI"), "-Dgolden=write is for people who read what it wrote");
    }
  }

  @Test
  void nothingLiesAboutUnused() throws IOException {
    assertTrue(cases().size() >= 8, () -> "only some cases are left: " + cases());
    for (GoldenCase golden : cases()) {
      try (Stream<Path> files = Files.list(golden.directory())) {
        assertEquals(Set.of(golden.values(), golden.expected()), files.collect(Collectors.toSet()));
      }
    }
  }
}
