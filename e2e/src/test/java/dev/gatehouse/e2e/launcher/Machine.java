package dev.gatehouse.e2e.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A clone of the sources on a machine that has the shell's tools, and what else it is given. */
final class Machine {
  private static final List<String> TOOLS =
      List.of(
          "bash",
          "cat",
          "dirname",
          "find",
          "grep",
          "head",
          "mkdir",
          "mktemp",
          "mv",
          "nice",
          "readlink",
          "rm",
          "tail",
          "touch");
  private static final List<String> MODULES =
      List.of("snapshot", "crds", "operator", "dataplane", "cli");

  private final Path clone;
  private final Path bin;
  private final Path jdks;
  private final List<String> prefix = new ArrayList<>();
  private boolean ci = true;

  /**
   * What came of a command.
   *
   * @param output standard output and standard error, as they came
   */
  record Result(int exitCode, String output) {}

  Machine(Path home) throws IOException {
    clone = Files.createDirectory(home.resolve("clone"));
    bin = Files.createDirectory(home.resolve("bin"));
    jdks = Files.createDirectory(home.resolve("jdks"));
    Files.copy(Path.of("../gatehouse"), clone.resolve("gatehouse"));
    for (String tool : TOOLS) {
      Files.createSymbolicLink(bin.resolve(tool), found(tool));
    }
    Files.writeString(clone.resolve("pom.xml"), "");
    for (String module : MODULES) {
      Files.createDirectories(clone.resolve(module).resolve("src/main"));
      Files.writeString(clone.resolve(module).resolve("pom.xml"), "");
    }
  }

  /** A JDK whose java says what it is called with, and makes the cache that it is asked for. */
  void jdk(String version) throws IOException {
    jdk(version, "");
  }

  /** A JDK whose java runs the script first. */
  void jdk(String version, String script) throws IOException {
    Path jdk = Files.createDirectories(jdks.resolve("jdk-" + version));
    Files.createDirectory(jdk.resolve("bin"));
    Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"%s\"\n".formatted(version));
    script(
        jdk.resolve("bin/java"),
        """
        echo "$*" >> '%s'
        %s
        for option; do
          case $option in -XX:AOTCacheOutput=*) echo classes > "${option#*=}" ;; esac
        done
        echo java %s "$@"
        """
            .formatted(calls(), script, version));
    script(jdk.resolve("bin/javac"), "exit 1");
  }

  /** A Maven that builds. */
  void maven() throws IOException {
    script(bin.resolve("mvn"), "echo /libraries.jar > cli/target/classpath");
  }

  /** A Maven that fails after the script. */
  void failingMaven(String script) throws IOException {
    script(bin.resolve("mvn"), script + "\nexit 1");
  }

  /** Not in CI any more: the launcher does what pays later. */
  void atADesk() {
    ci = false;
  }

  /** Nothing below the clone can be written from now on, not even by root. */
  void readOnly() throws IOException {
    for (Path folder : List.of(clone.resolve("cli/target"), clone.resolve("cli"), clone)) {
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("r-xr-xr-x"));
    }
    if (ProcessHandle.current().info().user().orElse("").equals("root")) {
      prefix.addAll(List.of(found("setpriv").toString(), "--bounding-set", "-dac_override"));
    }
  }

  /** What each java was called with so far. */
  List<String> javaCalls() {
    try {
      return Files.exists(calls()) ? Files.readAllLines(calls()) : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path calls() {
    return bin.resolve("java-calls");
  }

  /** What the launcher keeps for later starts. */
  Path cache() {
    return clone.resolve("cli/target/aot/cache");
  }

  /** Edits a source an hour after the last build. */
  void edit(String file) throws IOException {
    Path source = Files.writeString(clone.resolve(file), "edited");
    Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(3_600)));
  }

  Path log() {
    return clone.resolve("cli/target/launcher-build.log");
  }

  Result gatehouse(String... arguments) throws IOException, InterruptedException {
    var command = new ArrayList<>(prefix);
    command.addAll(List.of("bash", clone.resolve("gatehouse").toString()));
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().put("PATH", bin.toString());
    builder.environment().put("HOME", jdks.resolve("nobody").toString());
    builder.environment().put("GATEHOUSE_JDKS", jdks.toString());
    if (ci) {
      builder.environment().put("CI", "true");
    }
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Result(process.waitFor(), output);
  }

  private static Path found(String tool) {
    for (String folder : List.of("/usr/bin", "/bin", "/usr/local/bin")) {
      Path path = Path.of(folder, tool);
      if (Files.exists(path)) {
        return path;
      }
    }
    throw new IllegalStateException("this machine has no " + tool);
  }

  private static void script(Path file, String text) throws IOException {
    Files.writeString(file, "#!/usr/bin/env bash\n" + text + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
