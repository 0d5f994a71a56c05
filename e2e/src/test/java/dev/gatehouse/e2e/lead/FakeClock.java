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

  /** What a process has to find in its environment; Debian's package of it is faketime. */
  static List<String> off(Duration by) {
    Path library =
        libraries()
            .filter(Files::exists)
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalStateException("libfaketime is missing: apt-get install faketime"));
    return List.of(
        "LD_PRELOAD=" + library,
        String.format("FAKETIME=%+ds", by.toSeconds()),
        "FAKETIME_DONT_FAKE_MONOTONIC=1",
        // Else a JVM's timed waits end at once, and it spins.
        "FAKETIME_FORCE_MONOTONIC_FIX=0");
  }

  private static Stream<Path> libraries() {
    return Stream.of(
            "/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/lib64", "/usr/lib")
        .map(folder -> Path.of(folder, LIBRARY));
  }
}
