package dev.gatehouse.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What is said to a user who may not do everything. It takes a process, since tests may run as
 * root: of its rights that process lacks those that only root has.
 */
final class UnprivilegedTest {
  private static final List<String> WITHOUT_RIGHTS =
      List.of("setpriv", "--bounding-set", "-net_bind_service,-dac_override,-dac_read_search");

  @TempDir private Path folder = Path.of("set by JUnit");

  @Test
  void aPortForRootIsNamedWithItsOption() throws Exception {
    assertEquals(
        "gatehouse: port 80 needs rights that you don't have; choose one from 1024 on with"
            + " --http-port\n",
        refused("run", folder.toString(), "--http-port", "80", "--admin-port", "0"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"run --http-port 0 --admin-port 0", "check"})
  void aFolderThatMayNotBeReadIsNamed(String command) throws Exception {
    Path closed = Files.createDirectory(folder.resolve("closed"));
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("---------"));

    assertEquals(
        "gatehouse: " + closed + " can't be read: permission denied\n",
        refused((command + " " + closed).split(" ")));
  }

  /** What the command prints before it ends with 1. */
  private static String refused(String... arguments) throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    if (ProcessHandle.current().info().user().orElse("").equals("root")) {
      command.addAll(WITHOUT_RIGHTS);
    }
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), Gatehouse.class.getName()));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(1, process.waitFor(), output);
    return output;
  }
}
