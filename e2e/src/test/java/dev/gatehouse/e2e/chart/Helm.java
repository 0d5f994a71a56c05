package dev.gatehouse.e2e.chart;

import dev.gatehouse.e2e.apiserver.GoBuild;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs Helm as a person would, with nothing of that person's own configuration. */
public final class Helm {
  /**
   * The chart asks for a version, and without a cluster Helm knows one only by this; that of the
   * tests' API server.
   */
  private static final String KUBE_VERSION = "--kube-version=1.35.0";

  /** What came of a command. */
  public record Result(int exitCode, String output, String errors) {
    /** The output, of a command that has to succeed. */
    public String succeeded() {
      if (exitCode != 0) {
        throw new AssertionError("helm failed:\n" + errors + output);
      }
      return output;
    }
  }

  private final Path program;
  private final Path home;

  private Helm(Path program, Path home) {
    this.program = program;
    this.home = home;
  }

  /**
   * One that keeps what it has to in {@code home}.
   *
   * @throws IllegalStateException with a sentence that says what to install
   */
  public static Helm in(Path home) {
    return new Helm(built("helm"), home);
  }

  /** The definition of one of the Prometheus operator's kinds, by its plural. */
  static Path prometheusKind(String plural) {
    return built("prometheus-kinds").resolve(plural + ".yaml");
  }

  /** What the chart becomes, without any cluster. */
  public Result template(Path chart, String... options) {
    var arguments =
        new ArrayList<>(
            List.of("template", "gatehouse", chart.toString(), "-n", "gatehouse-system"));
    arguments.add(KUBE_VERSION);
    arguments.addAll(List.of(options));
    return run(arguments);
  }

  /** What Helm complains of, warnings included. */
  Result lint(Path chart, String... options) {
    var arguments = new ArrayList<>(List.of("lint", "--strict", chart.toString(), KUBE_VERSION));
    arguments.addAll(List.of(options));
    return run(arguments);
  }

  Result run(List<String> arguments) {
    var command = new ArrayList<String>(List.of(program.toString()));
    command.addAll(arguments);
    try {
      // A file and not a second pipe, of which one might fill up while the other is read.
      Path errors = Files.createTempFile(home, "helm", ".err");
      var builder = new ProcessBuilder(command).redirectError(errors.toFile());
      builder.environment().put("HOME", home.toString());
      builder.environment().put("KUBECONFIG", home.resolve("kubeconfig").toString());
      builder.environment().keySet().removeIf(name -> name.startsWith("HELM_"));
      var process = builder.start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int exitCode = process.waitFor();
      String complaints = Files.readString(errors);
      Files.delete(errors);
      return new Result(exitCode, output, complaints);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static Path built(String name) {
    Path path = GoBuild.folder().resolve(name);
    if (!Files.exists(path) && !GoBuild.run("chart", "Helm from its Go module: about 3 min")) {
      throw new IllegalStateException(
          "Tests of the chart need Helm, which can't be built: install Go (https://go.dev/dl) and"
              + " run e2e/cluster/build chart. To leave these tests out: mvn verify"
              + " -Dapiserver=skip");
    }
    return path;
  }
}
