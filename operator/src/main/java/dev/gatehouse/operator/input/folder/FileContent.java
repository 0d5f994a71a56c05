package dev.gatehouse.operator.input.folder;

import java.nio.file.Path;
import java.util.List;

/**
 * What one file holds.
 *
 * @param objects those without a problem
 * @param problems what is wrong with the others
 * @param warnings what was left out, though somebody will have meant it
 * @param notes what was left out on purpose
 * @param empty whether the file has no byte
 */
public record FileContent(
    Path file,
    List<Placed> objects,
    List<Problem> problems,
    List<Problem> warnings,
    List<Problem> notes,
    boolean empty) {
  public FileContent {
    objects = List.copyOf(objects);
    problems = List.copyOf(problems);
    warnings = List.copyOf(warnings);
    notes = List.copyOf(notes);
  }
}
