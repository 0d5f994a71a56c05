package dev.gatehouse.deploy;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import java.io.IOException;
import java.net.ServerSocket;
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
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * One run of both programs, in which they do what they do in a cluster: the operator leads, makes
 * the identities of the push channel, reads routes and pushes them; the data plane keeps them and
 * answers requests by them. At their end both write their caches, which hold the classes that they
 * used, linked, and what the compiler learnt of them. Pods are not found by their label, since the
 * classes that a Pod is read to are many.
 */
final class Training {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Pattern LISTENING =
      Pattern.compile("traffic on (\\d+), pushes on (\\d+), observation on (\\d+)");
  private static final Pattern HEALTH = Pattern.compile("health is on port (\\d+)");
  private static final int ROUNDS = 100;
  private static final String OPERATOR_SECRET = "push-operator";
  private static final String POD_SECRET = "push-dataplane";

  private final HttpClient http = HttpClient.newHttpClient();
  private final WebClient http2;
  private final String traffic;
  private final String observe;
  private final String health;

  private Training(Vertx vertx, String trafficPort, String observePort, String healthPort) {
    this.http2 =
        WebClient.create(
            vertx,
            new WebClientOptions()
                .setProtocolVersion(HttpVersion.HTTP_2)
                .setHttp2ClearTextUpgrade(false));
    this.traffic = "http://127.0.0.1:" + trafficPort;
    this.observe = "http://127.0.0.1:" + observePort;
    this.health = "http://127.0.0.1:" + healthPort;
  }

  /** Leaves a cache in each image's folder, and what the programs said in {@code scratch}. */
  static void run(Image operator, Image dataPlane, Path scratch)
      throws IOException, InterruptedException {
    Folders.delete(scratch);
    Files.createDirectories(scratch);
    int pushPort = freePort();
    Vertx vertx = Vertx.vertx();
    try (var cluster = new TrainingCluster();
        var backend = new TrainingBackend()) {
      cluster.apply("training.yaml", backend.host(), backend.port());
      ProcessBuilder command = operator.training(operatorArguments(pushPort));
      TrainingCluster.inPod(command, cluster.port(), scratch);
      try (var process = Program.start(command, scratch.resolve("operator.log"))) {
        String healthPort = process.said(HEALTH, PATIENCE).group(1);
        Path identity = scratch.resolve("push");
        cluster.mount(POD_SECRET, identity, PATIENCE);
        Path settings = scratch.resolve("dataplane.yaml");
        Files.writeString(settings, settings(pushPort, identity, scratch.resolve("snapshot")));
        try (var pod =
            Program.start(
                dataPlane.training(List.of("--config", settings.toString())),
                scratch.resolve("dataplane.log"))) {
          MatchResult ports = pod.said(LISTENING, PATIENCE);
          var training = new Training(vertx, ports.group(1), ports.group(3), healthPort);
          training.exercise();
          cluster.apply("training-changed.yaml", backend.host(), backend.port());
          training.awaitAnswer("/changed", 204);
          end(process, operator);
          end(pod, dataPlane);
        }
      }
    } finally {
      vertx.close().await();
    }
  }

  private static List<String> operatorArguments(int pushPort) {
    return List.of(
        "--namespace",
        TrainingCluster.NAMESPACE,
        "--pod",
        "pod=https://127.0.0.1:" + pushPort,
        "--health-port",
        "0",
        "--inspect-port",
        "0",
        "--push-operator-secret",
        OPERATOR_SECRET,
        "--push-dataplane-secret",
        POD_SECRET);
  }

  private static int freePort() throws IOException {
    try (var probe = new ServerSocket(0)) {
      return probe.getLocalPort();
    }
  }

  /** Has it listen on loopback, and end without delay. */
  static String settings(int pushPort) {
    return """
        listeners:
          traffic: {host: 127.0.0.1, port: 0}
          push: {host: 127.0.0.1, port: %d}
          observe: {host: 127.0.0.1, port: 0}
        drain: {delay: 0s}
        """
        .formatted(pushPort);
  }

  /** As the chart's; with one loop a pod uses all classes that it does with more. */
  private static String settings(int pushPort, Path identity, Path snapshots) {
    return settings(pushPort)
        + """
        loops: 1
        snapshot: {directory: %1$s}
        push: {tls: {certificate: %2$s/tls.crt, key: %2$s/tls.key, ca: %2$s/ca.crt}}
        """
            .formatted(snapshots, identity);
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
      http2.getAbs(traffic + "/orders/" + i).putHeader("x-beta", "1").send().await();
      status(request("/orders").POST(BodyPublishers.ofString("{\"id\": " + i + "}")).build());
      if (i % 10 == 0) {
        http2.getAbs(traffic + "/orders/" + i).putHeader("x-beta", "1").send().await();
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
