package dev.gatehouse.dataplane.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class DataPlaneMainTest {
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  @TempDir Path folder;

  @Test
  void badSettingsAreNamedAndStopTheStart() throws IOException {
    Path file = Files.writeString(folder.resolve("dp.yaml"), "loops: none\nlisteners: {x: 1}\n");

    assertEquals(2, run("--config", file.toString()));

    assertEquals(
        """
        %1$s:1: loops: has to be a number from 0 to 256; it is none
        %1$s:2: listeners.x: there is no such key; the nearest is limits.push
        """
            .formatted(file),
        said());
  }

  @Test
  void aMissingFileAndUnknownArgumentsStopTheStart() {
    assertEquals(2, run("--config", folder.resolve("none.yaml").toString()));
    assertTrue(said().contains("none.yaml"), this::said);
    assertEquals(2, run("--port"));
    assertTrue(said().contains("usage:"), this::said);
  }

  @Test
  @Timeout(60)
  void aPortThatIsTakenStopsTheStart() throws IOException {
    try (var taken = new ServerSocket(0)) {
      Path file =
          Files.writeString(
              folder.resolve("dp.yaml"),
              "listeners: {traffic: {port: 0}, push: {port: %d}, observe: {port: 0}}"
                  .formatted(taken.getLocalPort()));

      assertEquals(1, run("--config", file.toString()));

      assertTrue(said().startsWith("can't start: "), this::said);
      assertTrue(said().contains(String.valueOf(taken.getLocalPort())), this::said);
    }
  }

  @Test
  @Timeout(60)
  void sigtermEndsTheProcessWellBeforeTheDeadline() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("dp.yaml"),
            """
            listeners: {traffic: {port: 0}, push: {port: 0}, observe: {port: 0}}
            drain: {delay: 100ms, deadline: 20s}
            """);
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                DataPlaneMain.class.getName(),
                "--config",
                file.toString())
            .redirectErrorStream(true)
            .start();
    try (BufferedReader out = process.inputReader()) {
      String line = out.readLine();
      while (line != null && !line.contains("traffic on")) {
        line = out.readLine();
      }
      assertTrue(String.valueOf(line).startsWith("gatehouse data plane of fleet default"), line);

      process.destroy();

      assertTrue(process.waitFor(15, TimeUnit.SECONDS), "still runs");
      assertEquals(0, process.exitValue(), "in good order");
    } finally {
      process.destroyForcibly();
    }
  }

  private int run(String... args) {
    return DataPlaneMain.run(
        args,
        new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  private String said() {
    return err.toString(StandardCharsets.UTF_8);
  }
}
