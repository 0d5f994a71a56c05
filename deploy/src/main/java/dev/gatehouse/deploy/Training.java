package dev.gatehouse.deploy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * One run of both programs, in which they do what they do in a cluster: the operator reads routes
 * and pushes them, the data plane answers requests by them. At their end both write their caches,
 * which hold the classes that they used, linked, and what the compiler learnt of them.
 */
final class Training {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Pattern LISTENING =
      Pattern.compile("traffic on (\\d+), pushes on (\\d+), observation on (\\d+)");
  private static final Pattern HEALTH = Pattern.compile("health is on port (\\d+)");
  private static final int ROUNDS = 100;

  /** Free ports on loopback, and an end without delay. */
  static final String SETTINGS =
      """
      listeners:
        traffic: {host: 127.0.0.1, port: 0}
        push: {host: 127.0.0.1, port: 0}
        observe: {host: 127.0.0.1, port: 0}
      drain: {delay: 0s}
      """;

  private final HttpClient http = HttpClient.newHttpClient();
  private final String traffic;
  private final String observe;
  private final String health;

  private Training(String trafficPort, String observePort, String healthPort) {
    this.traffic = "http://127.0.0.1:" + trafficPort;
    this.observe = "http://127.0.0.1:" + observePort;
    this.health = "http://127.0.0.1:" + healthPort;
  }

  /** Leaves a cache in each image's folder, and what the programs said in {@code scratch}. */
  static void run(Image operator, Image dataPlane, Path scratch)
      throws IOException, InterruptedException {
    Files.createDirectories(scratch);
    Path settings = scratch.resolve("dataplane.yaml");
    // As most pods have: with one loop a pod uses all classes that it does with more.
    Files.writeString(settings, SETTINGS + "loops: 1\n");
    try (var cluster = new TrainingCluster();
        var backend = new TrainingBackend();
        var pod =
            Program.start(
                dataPlane.training(List.of("--config", settings.toString())),
                scratch.resolve("dataplane.log"))) {
      cluster.apply("training.yaml", backend.host(), backend.port());
      var ports = pod.said(LISTENING, PATIENCE);
      var command =
          operator.training(
              List.of("--pod", "pod=http://127.0.0.1:" + ports.group(2), "--health-port", "0"));
      TrainingCluster.inPod(command, cluster.port(), scratch);
      try (var process = Program.start(command, scratch.resolve("operator.log"))) {
        String healthPort = process.said(HEALTH, PATIENCE).group(1);
        var training = new Training(ports.group(1), ports.group(3), healthPort);
        training.exercise();
        cluster.apply("training-changed.yaml", backend.host(), backend.port());
        training.awaitAnswer("/changed", 204);
        end(process, operator);
        end(pod, dataPlane);
      }
    }
  }

  private void exercise() throws IOException, InterruptedException {
    awaitAnswer("/direct", 200);
    String large = "x".repeat(256 << 10);
    for (int i = 0; i < ROUNDS; i++) {
      for (String path :
          List.of(
              "/direct", "/orders/1", "/users/2/orders/3", "/items/4/photos", "/old", "/none")) {
        status(request(path).build());
      }
      status(request("/orders").POST(BodyPublishers.ofString("{\"id\": " + i + "}")).build());
      if (i % 10 == 0) {
        status(request("/orders").POST(BodyPublishers.ofString(large)).build());
        for (String page : List.of("/livez", "/readyz", "/metrics", "/v1/config")) {
          status(HttpRequest.newBuilder(URI.create(observe + page)).build());
        }
        for (String page : List.of("/livez", "/readyz", "/metrics")) {
          status(HttpRequest.newBuilder(URI.create(health + page)).build());
        }
      }
    }
  }

  private void awaitAnswer(String path, int status) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (status(request(path).build()) != status) {
      if (System.nanoTime() - deadline > 0) {
        throw new IllegalStateException(path + " is not answered with " + status);
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(traffic + path))
        .header("x-beta", "1")
        .timeout(Duration.ofSeconds(30));
  }

  private int status(HttpRequest request) throws IOException, InterruptedException {
    return http.send(request, BodyHandlers.discarding()).statusCode();
  }

  private static void end(Program program, Image image) throws IOException, InterruptedException {
    int status = program.terminate(PATIENCE);
    if (status != image.endStatus() || !Files.exists(image.cache())) {
      throw new IllegalStateException(
          "no cache in " + image.folder() + ", status " + status + ":\n" + program.output());
    }
  }
}
