package dev.gatehouse.e2e.bench.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * CPU time by the kernel's account, in microseconds.
 *
 * @param at when, by {@link System#nanoTime}; or for how many nanoseconds
 * @param own of the processes that take part, by who they are
 * @param whole that the machine worked, and that its host kept from it
 */
record Usage(long at, Map<String, Long> own, long whole) {
  /** In which the kernel counts for the machine, the same wherever Java runs on Linux. */
  private static final long MICROS_PER_TICK = 10_000;

  /** The times of all processors: user, nice, system, idle, iowait, irq, softirq, steal. */
  private static final Pattern WHOLE =
      Pattern.compile("cpu +(\\d+) (\\d+) (\\d+) \\d+ \\d+ (\\d+) (\\d+) (\\d+)");

  private static final Pattern PEAK = Pattern.compile("VmHWM:\\s+(\\d+) kB");

  static Usage of(Map<String, Long> pids) {
    var own = new TreeMap<String, Long>();
    pids.forEach((who, pid) -> own.put(who, micros(pid)));
    MatchResult times = found(WHOLE, Path.of("/proc/stat"));
    long ticks = 0;
    for (int group = 1; group <= times.groupCount(); group++) {
      ticks += Long.parseLong(times.group(group));
    }
    return new Usage(System.nanoTime(), own, ticks * MICROS_PER_TICK);
  }

  /** Who is new since then counts from its start. */
  Usage since(Usage before) {
    var spent = new TreeMap<String, Long>();
    own.forEach((who, time) -> spent.put(who, time - before.own.getOrDefault(who, 0L)));
    return new Usage(at - before.at, spent, whole - before.whole);
  }

  double seconds() {
    return at / 1e9;
  }

  /** How many processors were busy with what takes no part. */
  double others() {
    long mine = own.values().stream().mapToLong(Long::longValue).sum();
    return Math.max(0, whole - mine) * 1e3 / at;
  }

  /** The most that was ever resident, in bytes. */
  static long peakResident(long pid) {
    Path status = Path.of("/proc", Long.toString(pid), "status");
    return Long.parseLong(found(PEAK, status).group(1)) * 1024;
  }

  private static long micros(long pid) {
    return ProcessHandle.of(pid)
            .flatMap(process -> process.info().totalCpuDuration())
            .orElseThrow(() -> new IllegalStateException("no process " + pid))
            .toNanos()
        / 1000;
  }

  private static MatchResult found(Pattern what, Path file) {
    try {
      return what.matcher(Files.readString(file))
          .results()
          .findFirst()
          .orElseThrow(() -> new IllegalStateException(file + " has no " + what));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
