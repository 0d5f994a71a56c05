package dev.gatehouse.e2e.bench.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** {@link Receivers} as a process, seen from outside. */
final class ReceiverProcess implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Process process;
  private final Writer asked;
  private final BufferedReader answers;

  /** Starts those of the addresses from {@code first} to {@code last}. */
  ReceiverProcess(Path folder, Path pushFiles, int port, int first, int last) throws IOException {
    process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // As pods: a collection, which stops all of them at once, is short.
                "-Xmx1g",
                "-Xmn32m",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                Receivers.class.getName(),
                pushFiles.toString(),
                Integer.toString(port),
                Integer.toString(first),
                Integer.toString(last))
            .redirectError(folder.resolve("receivers.log").toFile())
            .start();
    asked = process.outputWriter();
    answers = process.inputReader();
  }

  long pid() {
    return process.pid();
  }

  void awaitReady() throws IOException {
    var _ = ask("ready");
  }

  /** By the changes' numbers. */
  Map<Long, Arrivals.Arrival> arrivals() throws IOException {
    var arrivals = new TreeMap<Long, Arrivals.Arrival>();
    for (Map.Entry<String, JsonNode> one : ask("arrivals").get("arrivals").properties()) {
      arrivals.put(
          Long.parseLong(one.getKey()),
          new Arrivals.Arrival(
              one.getValue().get("receivers").asInt(), one.getValue().get("nanos").asLong()));
    }
    return arrivals;
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }

  private JsonNode ask(String question) throws IOException {
    asked.write(question + "\n");
    asked.flush();
    String answer = answers.readLine();
    if (answer == null) {
      throw new IllegalStateException("the receivers have ended; see receivers.log");
    }
    return JSON.readTree(answer);
  }
}
