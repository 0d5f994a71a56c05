package dev.gatehouse.e2e.laptop;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every example is served from its folder, and each command that {@code run} prints works. */
final class ExamplesTest {
  private static final Path EXAMPLES = Path.of("../examples");

  static List<String> examples() throws IOException {
    try (var folders = Files.list(EXAMPLES)) {
      return folders
          .filter(Files::isDirectory)
          .map(folder -> folder.getFileName().toString())
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void everyCommandThatIsPrintedWorks(String example, @TempDir Path home) throws Exception {
    ExampleCopy.of(EXAMPLES.resolve(example), home);
    try (var laptop = new Laptop(home)) {
      List<String> commands =
          laptop.said().stream().map(String::strip).filter(l -> l.startsWith("curl ")).toList();

      assertFalse(commands.isEmpty(), laptop.said()::toString);
      for (String command : commands) {
        String status = status(command);
        assertTrue(isExpected(command, status), () -> command + " is answered with " + status);
      }
    }
  }

  /** Two requests are there to show what is answered to those that are not served. */
  private static boolean isExpected(String command, String status) {
    if (command.endsWith("/hasty")) {
      return status.equals("504");
    }
    return command.contains("-X DELETE") ? status.equals("405") : status.matches("[23]..");
  }

  private static String status(String command) throws Exception {
    Process process =
        new ProcessBuilder(
                "bash", "-c", command + " -s -S -m 20 -o /dev/null -w '%{http_code}' --noproxy '*'")
            .redirectErrorStream(true)
            .start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}
