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

  private JavaRuntime() {}

  /**
   * Makes a runtime in {@code folder}, which must not exist yet.
   *
   * @param options of the JVM; those of a command line or the environment go before them
   */
  static void link(Path folder, List<String> options) {
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
            "--add-options=" + String.join(" ", options),
            "--output",
            folder.toString());
    if (status != 0) {
      throw new IllegalStateException("jlink ended with status " + status);
    }
  }
}
