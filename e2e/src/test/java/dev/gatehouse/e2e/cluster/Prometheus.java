package dev.gatehouse.e2e.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gatehouse.e2e.apiserver.Network;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** A real Prometheus, which scrapes what a ServiceMonitor names and evaluates a PrometheusRule. */
final class Prometheus implements AutoCloseable {
  private final ObjectMapper json = new ObjectMapper();
  private final HttpClient http = HttpClient.newHttpClient();
  private final Process process;
  private final String url;

  /** Starts in {@code folder}, for the pods of this moment. */
  Prometheus(Path folder, Cluster cluster, Installation gatehouse) {
    GenericKubernetesResource monitor = gatehouse.monitoring("ServiceMonitor");
    List<String> namespaces = monitor.get("spec", "namespaceSelector", "matchNames");
    int port = Network.freePorts(1)[0];
    url = "http://127.0.0.1:" + port;
    try {
      write(
          folder.resolve(ScrapeConfig.TARGETS),
          namespaces.stream()
              .flatMap(namespace -> Targets.in(cluster.client(), namespace).stream())
              .toList());
      write(folder.resolve(ScrapeConfig.RULES), gatehouse.monitoring("PrometheusRule").get("spec"));
      write(folder.resolve("prometheus.yml"), ScrapeConfig.of(monitor));
      process =
          new ProcessBuilder(
                  "prometheus",
                  "--config.file=prometheus.yml",
                  "--storage.tsdb.path=data",
                  "--web.listen-address=127.0.0.1:" + port)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("log").toFile())
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** JSON is YAML. */
  private void write(Path file, Object content) throws IOException {
    Files.writeString(file, json.writeValueAsString(content));
  }

  /** Whether a query has a result; not before Prometheus is up. */
  boolean hasData(String query) {
    return !get("/api/v1/query?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8))
        .at("/data/result")
        .isEmpty();
  }

  /** What Prometheus says of the rules it evaluates: ok, or what else. */
  Set<String> health() {
    return get("/api/v1/rules")
        .at("/data/groups")
        .valueStream()
        .flatMap(group -> group.get("rules").valueStream())
        .map(rule -> rule.get("health").asText())
        .collect(Collectors.toSet());
  }

  private JsonNode get(String path) {
    try {
      var request = HttpRequest.newBuilder(URI.create(url + path)).build();
      return json.readTree(http.send(request, BodyHandlers.ofInputStream()).body());
    } catch (IOException e) {
      return json.createObjectNode();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    http.close();
    process.destroy();
    process.onExit().join();
  }
}
