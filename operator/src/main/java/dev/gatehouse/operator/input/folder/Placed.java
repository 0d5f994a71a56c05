package dev.gatehouse.operator.input.folder;

import dev.gatehouse.operator.view.ClusterObject;
import java.nio.file.Path;

/** An object and where it stands, so that what is found wrong with it later has a line too. */
public record Placed(ClusterObject object, Path file, Lines lines) {
  /** A problem with a field, named as {@link ObjectCheck.Finding} names it. */
  public Problem problem(String path, String message) {
    return new Problem(file, lines.at(path), message);
  }
}
