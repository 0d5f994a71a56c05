package dev.gatehouse.dataplane.proxy.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** A table of cases beside its test: a line each, columns set apart by bars, # for a comment. */
final class CaseTable {
  private CaseTable() {}

  static List<String[]> rows(String file, int columns) throws IOException {
    try (InputStream in = Objects.requireNonNull(CaseTable.class.getResourceAsStream(file), file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> columns(line, columns))
          .toList();
    }
  }

  private static String[] columns(String line, int expected) {
    String[] columns = line.split(" \\| ", -1);
    assertEquals(expected, columns.length, line);
    return columns;
  }

  static String unescape(String text) {
    return text.replace("\\r", "\r")
        .replace("\\n", "\n")
        .replace("\\x00", "\0")
        .replace("\\x0b", "\u000b")
        .replace("\\xe4", "\u00e4")
        .replace("\\\\", "\\");
  }
}
