package dev.gatehouse.e2e.apiserver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A program that runs until it is stopped or this JVM ends, in whatever way: a shell beside it
 * waits on a pipe from the JVM and kills the program when the pipe breaks.
 */
final class Daemon {
  private static final String GUARD =
      """
      exec 3<&0
      log=$1; shift
      "$@" </dev/null >>"$log" 2>&1 &
      program=$!
      (cat <&3 >/dev/null; kill -9 $program 2>/dev/null) >/dev/null 2>&1 &
      guard=$!
      wait $program
      code=$?
      kill $guard 2>/dev/null
      exit $code
      """;

  private final String name;
  private final Path log;
  private final Process shell;

  private Daemon(String name, Path log, Process shell) {
    this.name = name;
    this.log = log;
    this.shell = shell;
  }

  static Daemon start(Path log, Path program, List<String> arguments) {
    var command =
        new ArrayList<String>(
            List.of("/bin/sh", "-c", GUARD, "guard", log.toString(), program.toString()));
    command.addAll(arguments);
    try {
      var shell =
          new ProcessBuilder(command)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      return new Daemon(program.getFileName().toString(), log, shell);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + program, e);
    }
  }

  /** Throws, with the end of the log, where the program has ended by itself. */
  void checkAlive() {
    if (!shell.isAlive()) {
      throw new IllegalStateException(
          name + " ended with code " + shell.exitValue() + ", see " + log + ":\n" + logEnd());
    }
  }

  /**
   * Kills the program, as a crash would: both programs keep what they promised on disk or in etcd,
   * and a polite end of kube-apiserver waits for its watchers for up to a minute.
   */
  void kill() {
    try {
      shell.getOutputStream().close();
      if (!shell.waitFor(10, TimeUnit.SECONDS)) {
        throw new IllegalStateException(name + " survives a kill: pid " + shell.pid());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while stopping " + name, e);
    }
  }

  private String logEnd() {
    try {
      String all = Files.readString(log, StandardCharsets.UTF_8);
      return all.substring(Math.max(0, all.length() - 4_000));
    } catch (IOException e) {
      return e.toString();
    }
  }
}
