package dev.gatehouse.e2e.apiserver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A folder of a program that doesn't run. */
record DataFolder(Path path) {
  /** The other must not be there yet. */
  void copyTo(Path other) {
    try {
      for (Path file : files()) {
        Files.copy(file, other.resolve(path.relativize(file)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void delete() {
    try {
      for (Path file : files().reversed()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Each folder before what it holds. */
  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(path)) {
      return files.sorted(Comparator.naturalOrder()).toList();
    }
  }
}
