package dev.gatehouse.e2e.bench.cluster;

import dev.gatehouse.e2e.apiserver.Daemon;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A program of this class path as a process of its own, with the launcher's options. */
final class JavaProcess implements AutoCloseable {
  private static final Duration ENDING = Duration.ofSeconds(60);

  private final Daemon daemon;

  /**
   * Starts it; what it says goes to {@code name.log} in the folder.
   *
   * @param variables of its environment, each like {@code NAME=value}
   * @param options for the JVM
   */
  JavaProcess(
      Path folder,
      String name,
      List<String> variables,
      List<String> options,
      Class<?> main,
      List<String> arguments) {
    var command = new ArrayList<>(variables);
    command.addAll(command(options, main, arguments));
    daemon = Daemon.start(folder.resolve(name + ".log"), Path.of("/usr/bin/env"), command);
  }

  static List<String> command(List<String> options, Class<?> main, List<String> arguments) {
    var command = new ArrayList<String>();
    command.add(tool("java"));
    command.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-XX:+UseCompactObjectHeaders"));
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(arguments);
    return command;
  }

  long pid() {
    return daemon.pid();
  }

  void checkAlive() {
    daemon.checkAlive();
  }

  /** Asks the JVM, and returns what it says. */
  String jcmd(String command) {
    try {
      var process =
          new ProcessBuilder(tool("jcmd"), Long.toString(pid()), command)
              .redirectErrorStream(true)
              .start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException("jcmd " + command + ": " + said);
      }
      return said;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** By SIGTERM, as kubelet does; returns once it is gone. */
  void terminate() {
    daemon.signal("TERM");
    var _ = daemon.awaitEnd(ENDING);
  }

  /** By SIGKILL. */
  void kill() {
    daemon.kill();
  }

  @Override
  public void close() {
    kill();
  }

  private static String tool(String name) {
    return Path.of(System.getProperty("java.home"), "bin", name).toString();
  }
}
