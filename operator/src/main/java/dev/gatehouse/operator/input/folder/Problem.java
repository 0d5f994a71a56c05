package dev.gatehouse.operator.input.folder;

import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * Something wrong in a file.
 *
 * @param line from 1; 0 for the file as a whole
 * @param message what is wrong and, where that is not plain, what to change
 */
public record Problem(Path file, int line, String message) {
  /** Control characters, line ends, and those that turn the direction of text or hide in it. */
  private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}\\p{Cf}\\u2028\\u2029]");

  /** As compilers write it, so that editors find the place. */
  @Override
  public String toString() {
    return (line > 0 ? file + ":" + line : file) + ": " + printable(message);
  }

  /** The text in one line and harmless to terminals: a value that it quotes may hold anything. */
  public static String printable(String message) {
    return CONTROL
        .matcher(message)
        .replaceAll(
            found ->
                switch (found.group()) {
                  case "\n" -> "\\\\n";
                  case "\t" -> "\\\\t";
                  default -> String.format("\\\\u%04x", (int) found.group().charAt(0));
                });
  }
}
