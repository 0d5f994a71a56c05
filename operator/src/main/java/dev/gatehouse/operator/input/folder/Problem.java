package dev.gatehouse.operator.input.folder;

import java.nio.file.Path;

/**
 * Something wrong in a file.
 *
 * @param line from 1; 0 for the file as a whole
 * @param message what is wrong and, where that is not plain, what to change
 */
public record Problem(Path file, int line, String message) {
  /** As compilers write it, so that editors find the place. */
  @Override
  public String toString() {
    return (line > 0 ? file + ":" + line : file) + ": " + message.replace("\n", "\\n");
  }
}
