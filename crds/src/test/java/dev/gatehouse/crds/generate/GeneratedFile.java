package dev.gatehouse.crds.generate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file that is checked in and has to be what is generated. */
final class GeneratedFile {
  private GeneratedFile() {}

  /** Fails where the file differs, or writes it where {@code -Dgenerate} was given. */
  static void check(Path file, String generated) throws IOException {
    if (System.getProperty("generate") != null) {
      Files.writeString(file, generated);
    }
    String found = Files.exists(file) ? Files.readString(file) : "";
    assertEquals(
        generated, found, () -> file + " is stale. To write it anew: mvn -pl crds test -Dgenerate");
  }
}
