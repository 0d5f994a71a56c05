package dev.gatehouse.deploy;

import java.nio.file.Path;
import java.util.List;
import java.util.spi.ToolProvider;

/** The part of the JDK that goes into images. */
final class JavaRuntime {
  /**
   * What the jars need, as jdeps sees it, and what they find by name alone. A test holds the list
   * against jdeps.
   */
  static final List<String> MODULES =
      List.of(
          "java.base",
          "java.logging",
          "java.management",
          "java.naming",
          "java.net.http",
          "jdk.jfr",
          "jdk.management",
          "jdk.unsupported");

  /** Unless {@code JDK_JAVA_OPTIONS} says otherwise, which it can't to what a command line says. */
  private static final List<String> DEFAULTS =
      List.of(
          // Direct buffers, code and threads want their share of the container's memory, too.
          "-XX:MaxRAMPercentage=50",
          // For the serial collector, which the JVM takes in a pod of 1 GiB. It begins with 5 MB
          // there, which it collects many times a second under load; and the more it has, the
          // longer requests wait for a collection while a large snapshot is compiled.
          "-XX:NewSize=24m",
          "-XX:MaxNewSize=24m",
          // Of these 24 MB, two of 6 parts for what survives a collection: what requests of 1,024
          // connections hold would else be taken for old, and kept until hundreds of MB are full.
          "-XX:SurvivorRatio=4",
          // Or Linux never hears of a thread's priority. Compilers and the collector keep theirs,
          // which this would else raise above that of event loops, for root.
          "-XX:ThreadPriorityPolicy=1",
          "-XX:CompilerThreadPriority=0",
          "-XX:VMThreadPriority=0",
          // Binary logarithms of the calls, and of a loop's rounds, after which C2 takes up what
          // was hot in the training run. By default they are 11 and 14, and on one core C2 has a
          // third of the time from a pod's start to Ready; so it has a sixth, and the rest later.
          "-XX:Tier2InvokeNotifyFreqLog=14",
          "-XX:Tier2BackedgeNotifyFreqLog=17");

  private JavaRuntime() {}

  /** Makes a runtime in {@code folder}, which must not exist yet. */
  static void link(Path folder) {
    ToolProvider jlink =
        ToolProvider.findFirst("jlink")
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "this JDK has no jlink: " + System.getProperty("java.home")));
    int status =
        jlink.run(
            System.out,
            System.err,
            "--add-modules",
            String.join(",", MODULES),
            "--strip-debug",
            "--no-header-files",
            "--no-man-pages",
            "--compress=zip-6",
            "--add-options=" + String.join(" ", DEFAULTS),
            "--output",
            folder.toString());
    if (status != 0) {
      throw new IllegalStateException("jlink ended with status " + status);
    }
  }
}
