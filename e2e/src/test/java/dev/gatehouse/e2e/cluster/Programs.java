package dev.gatehouse.e2e.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Programs that people use with a cluster, and scripts of {@code e2e/cluster}. */
final class Programs {
  private Programs() {}

  /**
   * Runs one to its end.
   *
   * @return what it said on standard output; warnings go to ours
   * @throws IllegalStateException where it fails, with what it said
   */
  static String run(List<String> command) {
    try {
      var process = new ProcessBuilder(command).redirectError(Redirect.INHERIT).start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int status = process.waitFor();
      if (status != 0) {
        throw new IllegalStateException(command + " ended with " + status + ":\n" + output);
      }
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Of this repository; Maven runs tests in the module's folder, an IDE mostly in the root's. */
  static Path root() {
    Path here = Path.of("").toAbsolutePath();
    return Files.isDirectory(here.resolve("e2e/cluster")) ? here : here.resolveSibling("");
  }

  static String file(String name) {
    return root().resolve("e2e/cluster").resolve(name).toString();
  }
}
