package dev.gatehouse.e2e.apiserver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs kubectl as a person would. */
public final class Kubectl {
  /**
   * What came of a command.
   *
   * @param output standard output and standard error, as they came
   */
  public record Result(int exitCode, String output) {}

  private final Path program;
  private final Path folder;
  private final Path kubeconfig;

  Kubectl(Path program, Path folder, Path kubeconfig) {
    this.program = program;
    this.folder = folder;
    this.kubeconfig = kubeconfig;
  }

  Result run(String input, List<String> arguments) {
    var command = new ArrayList<String>(List.of(program.toString()));
    command.addAll(arguments);
    try {
      // A file and not a pipe: kubectl may answer before it has read everything.
      Path stdin = Files.createTempFile(folder, "kubectl", ".in");
      Files.writeString(stdin, input);
      var builder =
          new ProcessBuilder(command).redirectErrorStream(true).redirectInput(stdin.toFile());
      builder.environment().put("KUBECONFIG", kubeconfig.toString());
      builder.environment().put("HOME", folder.toString());
      var process = builder.start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int exitCode = process.waitFor();
      Files.delete(stdin);
      return new Result(exitCode, output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
