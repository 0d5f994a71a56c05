package dev.gatehouse.e2e.lead;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** libfaketime, by which a process sees another time of day, and the same passing of time. */
final class FakeClock {
  private static final String LIBRARY = "faketime/libfaketimeMT.so.1";

  private FakeClock() {}

  /** Whether the library is there: Debian and Ubuntu have it in the package faketime. */
  static boolean isInstalled() {
    return libraries().anyMatch(Files::exists);
  }

  /** What a process has to find in its environment. */
  static List<String> off(Duration by) {
    Path library = libraries().filter(Files::exists).findFirst().orElseThrow();
    return List.of(
        "LD_PRELOAD=" + library,
        String.format("FAKETIME=%+ds", by.toSeconds()),
        "FAKETIME_DONT_FAKE_MONOTONIC=1",
        "DONT_FAKE_MONOTONIC=1");
  }

  private static Stream<Path> libraries() {
    return Stream.of(
            "/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/lib64", "/usr/lib")
        .map(folder -> Path.of(folder, LIBRARY));
  }
}
