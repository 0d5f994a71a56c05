package dev.gatehouse.e2e.bench.cluster;

import dev.gatehouse.e2e.apiserver.Daemon;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What an image holds as a process of its own: its runtime, with its arguments and AOT cache. */
final class ImageProcess implements AutoCloseable {
  private static final Duration ENDING = Duration.ofSeconds(60);

  /** Images have none. */
  private static final String JCMD =
      Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();

  private final Daemon daemon;

  /**
   * Starts it; what it says goes to {@code name.log} in the folder.
   *
   * @param image the folder that the image is made of
   * @param variables of its environment, each like {@code NAME=value}
   * @param options for the JVM
   */
  ImageProcess(
      Path folder,
      String name,
      Path image,
      List<String> variables,
      List<String> options,
      List<String> arguments) {
    var command = new ArrayList<>(List.of("--chdir=" + image));
    command.addAll(variables);
    command.add("JDK_JAVA_OPTIONS=" + String.join(" ", options));
    command.addAll(List.of("runtime/bin/java", "@java.args"));
    command.addAll(arguments);
    daemon = Daemon.start(folder.resolve(name + ".log"), Path.of("/usr/bin/env"), command);
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
          new ProcessBuilder(JCMD, Long.toString(pid()), command).redirectErrorStream(true).start();
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
}
