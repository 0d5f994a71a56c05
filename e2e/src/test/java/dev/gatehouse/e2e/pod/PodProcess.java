package dev.gatehouse.e2e.pod;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gatehouse.dataplane.admin.DataPlaneMain;
import dev.gatehouse.e2e.Eventually;
import dev.gatehouse.snapshot.Ack;
import dev.gatehouse.snapshot.Push;
import dev.gatehouse.snapshot.PushCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A data-plane pod as a process, on loopback. */
final class PodProcess implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final Pattern STARTED =
      Pattern.compile("traffic on (\\d+), pushes on (\\d+), observation on (\\d+)");

  private final Process process;
  private final String host;
  private final List<String> output = new CopyOnWriteArrayList<>();
  private final Thread reader;
  private final HttpClient client = HttpClient.newHttpClient();

  private PodProcess(List<String> command, String host) {
    this.host = host;
    try {
      process = new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    reader = Thread.ofVirtual().start(() -> process.inputReader().lines().forEach(output::add));
    Eventually.until(
        () -> "the pod listens; it said " + output,
        PATIENCE,
        () -> started().find() || !process.isAlive());
    port(1);
  }

  /** On free ports. */
  static PodProcess start(Path folder, String settings) {
    return start(folder, "127.0.0.1", 0, settings);
  }

  /** Runs until it is closed, and has its settings in the folder. */
  static PodProcess start(Path folder, String host, int observePort, String settings) {
    return new PodProcess(command(folder, host, observePort, settings), host);
  }

  /** On a disk on which no file grows beyond so many bytes. */
  static PodProcess startWithFullDisk(Path folder, int bytes, String settings) {
    var command = new ArrayList<>(List.of("sh", "-c", "ulimit -f \"$0\"; exec \"$@\""));
    // The shell counts in blocks.
    command.add(Integer.toString(bytes / 512));
    command.addAll(command(folder, "127.0.0.1", 0, settings));
    return new PodProcess(command, "127.0.0.1");
  }

  private static List<String> command(Path folder, String host, int observePort, String settings) {
    String listeners =
        "listeners: {traffic: {host: %1$s, port: 0}, push: {host: %1$s, port: 0}, observe: {host: %1$s, port: %2$d}}%n"
            .formatted(host, observePort);
    try {
      Path file = Files.createTempFile(folder, "pod", ".yaml");
      Files.writeString(file, listeners + "loops: 2\n" + settings);
      return List.of(
          // Whoever runs tests in the background makes them, and their children, ignore SIGINT.
          "env",
          "--default-signal=INT,TERM",
          Path.of(System.getProperty("java.home"), "bin", "java").toString(),
          "-XX:TieredStopAtLevel=1",
          "-cp",
          System.getProperty("java.class.path"),
          DataPlaneMain.class.getName(),
          "--config",
          file.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int trafficPort() {
    return port(1);
  }

  int pushPort() {
    return port(2);
  }

  int observePort() {
    return port(3);
  }

  /** Everything that it has written, access log included. */
  String output() {
    return String.join("\n", output);
  }

  /** A request of a client. */
  HttpResponse<String> get(String path) {
    return send(HttpRequest.newBuilder(uri(trafficPort(), path)));
  }

  /** What the observe listener says, like {@code 200 ready}. */
  String probe(String path) {
    HttpResponse<String> answer = send(HttpRequest.newBuilder(uri(observePort(), path)));
    return answer.statusCode() + " " + answer.body().strip();
  }

  void awaitProbe(String path, String expected) {
    Eventually.until(
        () -> path + " says " + expected + "; it says " + probe(path),
        PATIENCE,
        () -> probe(path).startsWith(expected));
  }

  /** The value of a metric, by its name and labels as they stand on the page. */
  double metric(String series) {
    return probe("/metrics")
        .lines()
        .filter(line -> line.startsWith(series + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
        .findFirst()
        .orElseThrow(() -> new AssertionError(series + " is not there"));
  }

  /** What the pod says that it serves. */
  Ack served() {
    return ack(send(HttpRequest.newBuilder(uri(pushPort(), "/v1/snapshot"))));
  }

  Ack push(Push push) {
    return ack(offer(push));
  }

  /** Whatever comes of it. */
  HttpResponse<String> offer(Push push) {
    byte[] body = PushCodec.write(push);
    return send(
        HttpRequest.newBuilder(uri(pushPort(), "/v1/snapshot"))
            .header("content-type", PushCodec.MEDIA_TYPE)
            .header("content-digest", PushCodec.contentDigest(body))
            .header("if-match", "\"" + push.base() + "\"")
            .method(push.isWhole() ? "PUT" : "PATCH", BodyPublishers.ofByteArray(body)));
  }

  void signal(String name) throws IOException, InterruptedException {
    int status =
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
    assertEquals(0, status);
  }

  /** SIGKILL: it has no say in it. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Waits until it has ended by itself. */
  int exitStatus() throws InterruptedException {
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("still runs; it said " + output);
    }
    reader.join();
    return process.exitValue();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  @Override
  public void close() {
    client.close();
    process.destroyForcibly().onExit().join();
  }

  private int port(int group) {
    Matcher started = started();
    if (!started.find()) {
      throw new AssertionError("it doesn't listen: " + output);
    }
    return Integer.parseInt(started.group(group));
  }

  private Matcher started() {
    return STARTED.matcher(output());
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return client.send(
          request.version(HttpClient.Version.HTTP_1_1).timeout(PATIENCE).build(),
          BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private URI uri(int port, String path) {
    return URI.create("http://" + host + ":" + port + path);
  }

  private static Ack ack(HttpResponse<String> answer) {
    assertEquals(200, answer.statusCode(), answer::body);
    try {
      return PushCodec.readAck(answer.body().getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
