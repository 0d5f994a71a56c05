package dev.gatehouse.e2e.readme;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.gatehouse.e2e.laptop.ExampleCopy;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Takes the README's tour: each {@code console} block in its order, in a copy of the examples. A
 * command that runs the gateway goes on in the background; a block without a command is what it
 * says next. The ports that it names may be taken, so others stand for them.
 */
final class ReadmeTourTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Pattern BLOCK = Pattern.compile("```console\\n(.*?)```", Pattern.DOTALL);
  private static final long PATIENCE_SECONDS = 120;

  private final BlockingQueue<String> gatewaySays = new LinkedBlockingQueue<>();

  @TempDir private Path home = Path.of("set by JUnit");
  private @Nullable Process gateway;
  private volatile Ports ports = new Ports("8080", "9901");

  /** What stands for the README's 8080 and 9901. */
  private record Ports(String http, String admin) {
    private static final Pattern TITLE =
        Pattern.compile("http://localhost:(\\d+) .*http://localhost:(\\d+)/metrics.*");

    /** Those that the line names, if it is the one that does. */
    Ports after(String line) {
      var found = TITLE.matcher(line);
      return found.matches() ? new Ports(found.group(1), found.group(2)) : this;
    }

    String inCommand(String command) {
      return command.contains(" run ")
          ? "exec " + command + " --http-port 0 --admin-port 0"
          : command.replace("localhost:8080", "localhost:" + http);
    }

    String asWritten(String line) {
      return line.replace("localhost:" + http, "localhost:8080")
          .replace("localhost:" + admin, "localhost:9901");
    }
  }

  @AfterEach
  void stop() throws InterruptedException {
    if (gateway != null) {
      gateway.destroy();
      assertTrue(gateway.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS), "ends when it is told to");
    }
  }

  @Test
  void everyCommandPrintsWhatTheReadmeSays() throws Exception {
    Files.createSymbolicLink(home.resolve("gatehouse"), ROOT.resolve("gatehouse"));
    ExampleCopy.of(ROOT.resolve("examples"), home.resolve("examples"));

    var blocks = BLOCK.matcher(Files.readString(ROOT.resolve("README.md")));
    while (blocks.find()) {
      take(blocks.group(1).lines().toList());
    }
  }

  private void take(List<String> block) throws Exception {
    int at = 0;
    if (!block.getFirst().startsWith("$ ")) {
      awaitGateway(block);
      return;
    }
    while (at < block.size()) {
      var command = new StringBuilder(block.get(at++).substring(2));
      while (command.indexOf("<<'EOF'") >= 0 && !command.toString().endsWith("\nEOF")) {
        command.append('\n').append(block.get(at++));
      }
      var expected = new ArrayList<String>();
      while (at < block.size() && !block.get(at).startsWith("$ ")) {
        expected.add(block.get(at++));
      }
      run(command.toString(), expected);
    }
  }

  private void run(String command, List<String> expected) throws Exception {
    Process process =
        new ProcessBuilder("bash", "-c", ports.inCommand(command))
            .directory(home.toFile())
            .redirectError(home.resolve("errors").toFile())
            .start();
    if (command.contains(" run ")) {
      gateway = process;
      Thread.ofVirtual().start(() -> listen(process));
      awaitGateway(expected);
      return;
    }
    List<String> printed = process.inputReader().lines().map(ports::asWritten).toList();
    process.waitFor();
    var rest = new ArrayList<>(printed);
    if (!matches(expected, rest)) {
      fail(command + " should print\n" + lines(expected) + "\nbut prints\n" + lines(printed));
    }
  }

  private void listen(Process process) {
    try (BufferedReader reader = process.inputReader()) {
      reader
          .lines()
          .forEach(
              line -> {
                ports = ports.after(line);
                gatewaySays.add(ports.asWritten(line));
              });
    } catch (IOException e) {
      gatewaySays.add(e.toString());
    }
  }

  /** Waits until the gateway has said all that is expected, in that order. */
  private void awaitGateway(List<String> expected) throws Exception {
    var heard = new ArrayList<String>();
    for (String line : expected) {
      while (!line.equals("...")) {
        String said = gatewaySays.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (said == null) {
          fail(
              "the gateway should say\n"
                  + lines(expected)
                  + "\nbut says\n"
                  + lines(heard)
                  + "\nand\n"
                  + Files.readString(home.resolve("errors")));
        }
        heard.add(String.valueOf(said));
        if (line.equals(said)) {
          break;
        }
      }
    }
  }

  /** Whether the lines are those expected, where dots stand for any number of others. */
  private static boolean matches(List<String> expected, List<String> printed) {
    boolean any = false;
    int at = 0;
    for (String line : expected) {
      if (line.equals("...")) {
        any = true;
        continue;
      }
      while (any && at < printed.size() && !printed.get(at).equals(line)) {
        at++;
      }
      if (at >= printed.size() || !printed.get(at).equals(line)) {
        return false;
      }
      at++;
      any = false;
    }
    return any || at == printed.size();
  }

  private static String lines(List<String> lines) {
    return String.join("\n", lines);
  }
}
