package dev.gatehouse.cli.check;

import dev.gatehouse.operator.input.folder.Problem;
import java.util.Comparator;

/**
 * Something to say about a place in the folder.
 *
 * @param file relative to the folder
 * @param line from 1; 0 for the file as a whole
 */
public record Finding(Severity severity, String file, int line, String message)
    implements Comparable<Finding> {
  /** Whether the folder can stay as it is. */
  public enum Severity {
    ERROR,
    WARNING,
    NOTE
  }

  private static final Comparator<Finding> ORDER =
      Comparator.comparing(Finding::file)
          .thenComparingInt(Finding::line)
          .thenComparing(Finding::severity)
          .thenComparing(Finding::message);

  public static Finding error(String file, int line, String message) {
    return new Finding(Severity.ERROR, file, line, message);
  }

  public static Finding warning(String file, int line, String message) {
    return new Finding(Severity.WARNING, file, line, message);
  }

  @Override
  public int compareTo(Finding other) {
    return ORDER.compare(this, other);
  }

  /** {@code file:line: message}; what is no error says so. */
  @Override
  public String toString() {
    String place = line > 0 ? file + ":" + line : file;
    String text = Problem.printable(message);
    return switch (severity) {
      case ERROR -> place + ": " + text;
      case WARNING -> place + ": warning: " + text;
      case NOTE -> place + ": note: " + text;
    };
  }
}
