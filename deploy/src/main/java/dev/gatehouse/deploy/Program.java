package dev.gatehouse.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** A process of an image, and what it has said so far. */
final class Program implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(50);

  private final Process process;
  private final Path log;

  private Program(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /** Starts it; both of its outputs go to {@code log}. */
  static Program start(ProcessBuilder command, Path log) throws IOException {
    Files.createDirectories(log.getParent());
    return new Program(command.redirectOutput(log.toFile()).start(), log);
  }

  long pid() {
    return process.pid();
  }

  String output() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The first place of the output that the expression finds, as soon as it is there.
   *
   * @throws IllegalStateException with the output, where the process ends before or the time is up
   */
  MatchResult said(Pattern line, Duration atMost) throws InterruptedException {
    long deadline = System.nanoTime() + atMost.toNanos();
    while (true) {
      boolean ended = !process.isAlive();
      var matcher = line.matcher(output());
      if (matcher.find()) {
        return matcher;
      }
      if (ended || System.nanoTime() - deadline > 0) {
        throw new IllegalStateException(
            "it never said " + line + (ended ? " and has ended" : "") + ":\n" + output());
      }
      process.waitFor(POLL.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  /** Ends it as a cluster does, by SIGTERM; returns its exit status. */
  int terminate(Duration atMost) throws InterruptedException {
    process.destroy();
    return exit(atMost);
  }

  /** Waits until it has ended by itself; returns its exit status. */
  int exit(Duration atMost) throws InterruptedException {
    if (!process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new IllegalStateException("it doesn't end:\n" + output());
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.onExit().get(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("survives a kill: pid " + process.pid(), e);
    }
  }
}
