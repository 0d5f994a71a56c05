package dev.gatehouse.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** The folder argument that every command takes. */
final class Folders {
  private Folders() {}

  /**
   * The folder, if there is one.
   *
   * @throws ParameterException that says what to write instead
   */
  static Path existing(CommandLine command, Path folder) {
    if (!Files.exists(folder)) {
      throw new ParameterException(
          command, "There is no folder " + folder + "; try examples/quickstart.");
    }
    if (!Files.isDirectory(folder)) {
      throw new ParameterException(command, folder + " is a file; name the folder that it is in.");
    }
    return folder;
  }
}
