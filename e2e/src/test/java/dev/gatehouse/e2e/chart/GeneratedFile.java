package dev.gatehouse.e2e.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file that is checked in and has to be what is generated. */
final class GeneratedFile {
  static final boolean GENERATE = System.getProperty("generate") != null;

  private GeneratedFile() {}

  /** Fails where the file differs, or writes it where {@code -Dgenerate} was given. */
  static void check(Path file, String generated) throws IOException {
    if (GENERATE) {
      Files.createDirectories(file.getParent());
      Files.writeString(file, generated);
    }
    String found = Files.exists(file) ? Files.readString(file) : "";
    assertEquals(
        generated,
        found,
        () ->
            file
                + " is stale. To write it anew: mvn -pl e2e -am test -Dtest='dev.gatehouse.e2e.chart.*Test'"
                + " -Dsurefire.failIfNoSpecifiedTests=false -Dgenerate");
  }
}
