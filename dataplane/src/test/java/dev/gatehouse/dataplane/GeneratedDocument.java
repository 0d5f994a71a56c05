package dev.gatehouse.dataplane;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A page of docs/ that is made from the code and checked in. {@code -Ddocs=write} writes it anew.
 */
public record GeneratedDocument(String name, String text) {
  public void check() throws IOException {
    Path file = Path.of("..", "docs", name);
    if ("write".equals(System.getProperty("docs"))) {
      Files.writeString(file, text);
    }
    String found = Files.exists(file) ? Files.readString(file) : "";
    assertEquals(text, found, () -> "docs/" + name + " is stale: run the tests with -Ddocs=write");
  }
}
