package dev.gatehouse.dataplane.proxy.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A table of cases beside its test: a line each, columns set apart by bars, # for a comment. */
final class CaseTable {
  private static final Pattern ESCAPE = Pattern.compile("\\\\([rnt\\\\]|x[0-9a-f]{2})");
  private static final Pattern REPEATED = Pattern.compile("\\{(\\d+)\\*([^}]*)}");

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

  /**
   * Where a table says {@code \r}, {@code \n}, {@code \x00} or two backslashes, the byte is meant;
   * {@code {9*ab}} is {@code ab} nine times.
   */
  static String unescape(String text) {
    return ESCAPE
        .matcher(REPEATED.matcher(text).replaceAll(CaseTable::repeated))
        .replaceAll(match -> Matcher.quoteReplacement(unescaped(match.group(1))));
  }

  private static String repeated(MatchResult match) {
    return Matcher.quoteReplacement(match.group(2).repeat(Integer.parseInt(match.group(1))));
  }

  private static String unescaped(String escape) {
    return switch (escape) {
      case "r" -> "\r";
      case "n" -> "\n";
      case "t" -> "\t";
      case "\\" -> "\\";
      default -> Character.toString(Integer.parseInt(escape.substring(1), 16));
    };
  }

  /** As a table would have it, to become a row of one. */
  static String escape(String bytes) {
    var text = new StringBuilder();
    bytes
        .chars()
        .forEach(
            c -> {
              switch (c) {
                case '\r' -> text.append("\\r");
                case '\n' -> text.append("\\n");
                case '\t' -> text.append("\\t");
                case '\\' -> text.append("\\\\");
                default -> {
                  if (c >= ' ' && c < 0x7f) {
                    text.append((char) c);
                  } else {
                    text.append("\\x%02x".formatted(c));
                  }
                }
              }
            });
    return text.toString();
  }
}
