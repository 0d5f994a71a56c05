package dev.gatehouse.e2e.apiserver;

import dev.gatehouse.e2e.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A program that runs until it is stopped or this JVM ends, in whatever way: a shell beside it
 * waits on a pipe from the JVM and kills the program when the pipe breaks.
 */
public final class Daemon {
  private static final String GUARD =
      """
      exec 3<&0
      log=$1; shift
      "$@" </dev/null >>"$log" 2>&1 &
      program=$!
      echo $program >"$log.pid"
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

  /** Starts it, with its output in {@code log}. */
  public static Daemon start(Path log, Path program, List<String> arguments) {
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
  public void checkAlive() {
    if (!shell.isAlive()) {
      throw new IllegalStateException(
          name + " ended with code " + shell.exitValue() + ", see " + log + ":\n" + logEnd());
    }
  }

  /**
   * Kills the program, as a crash would: both programs keep what they promised on disk or in etcd,
   * and a polite end of kube-apiserver waits for its watchers for up to a minute.
   */
  public void kill() {
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

  /** Returns its exit code, 128 and the signal's number where it was a signal that ended it. */
  public int awaitEnd(Duration atMost) {
    try {
      if (!shell.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new AssertionError(name + " doesn't end, see " + log + ":\n" + logEnd());
      }
      return shell.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for " + name, e);
    }
  }

  /** The program's own process id. */
  public long pid() {
    Path pid = log.resolveSibling(log.getFileName() + ".pid");
    Eventually.until("the shell notes " + pid, Duration.ofSeconds(10), () -> written(pid));
    try {
      return Long.parseLong(Files.readString(pid).strip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends a signal to the program itself, by its name, like STOP. */
  public void signal(String name) {
    try {
      var kill = new ProcessBuilder("kill", "-" + name, Long.toString(pid())).start();
      if (kill.waitFor() != 0) {
        throw new IllegalStateException("can't send " + name + " to " + this.name);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while signalling " + this.name, e);
    }
  }

  private static boolean written(Path file) {
    try {
      return Files.exists(file) && Files.size(file) > 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
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
