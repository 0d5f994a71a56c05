package dev.gatehouse.e2e.laptop;

import dev.gatehouse.e2e.Eventually;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a Service's port says of itself decides how its endpoints are asked, from then on. */
@Timeout(60)
final class BackendProtocolTest {
  private static final String ROUTE =
      """
      apiVersion: gatehouse.dev/v1alpha1
      kind: GatewayRoute
      metadata: {name: orders}
      spec:
        hostnames: [localhost]
        rules:
        - name: all
          backendRefs: [{name: orders, port: 80}]
      """;

  @Test
  void itIsTakenOverWhenItChanges(@TempDir Path folder) throws Exception {
    Vertx vertx = Vertx.vertx();
    try (var http = HttpClient.newHttpClient()) {
      var server =
          vertx
              .createHttpServer()
              .requestHandler(request -> request.response().end(request.version().name()))
              .listen(0, "127.0.0.1")
              .toCompletionStage()
              .toCompletableFuture()
              .get(10, TimeUnit.SECONDS);
      Files.createDirectory(folder.resolve("local"));
      Files.writeString(folder.resolve("routes.yaml"), ROUTE);
      Files.writeString(folder.resolve("local/endpoints.yaml"), slice(server.actualPort()));
      speaks(folder, "");
      try (var laptop = new Laptop(folder)) {
        answers(http, laptop, "HTTP_1_1");

        speaks(folder, ", appProtocol: kubernetes.io/h2c");
        answers(http, laptop, "HTTP_2");

        speaks(folder, ", appProtocol: http");
        answers(http, laptop, "HTTP_1_1");
      }
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }
  }

  private static void speaks(Path folder, String appProtocol) throws IOException {
    String service =
        """
        apiVersion: v1
        kind: Service
        metadata: {name: orders}
        spec:
          ports:
          - {name: web, port: 80%s}
        """
            .formatted(appProtocol);
    Files.writeString(folder.resolve("services.yaml"), service);
  }

  private static String slice(int port) {
    return """
    apiVersion: discovery.k8s.io/v1
    kind: EndpointSlice
    metadata:
      name: orders-a
      labels: {kubernetes.io/service-name: orders}
    addressType: IPv4
    ports:
    - {name: web, port: %d}
    endpoints:
    - addresses: [127.0.0.1]
    """
        .formatted(port);
  }

  private static void answers(HttpClient http, Laptop laptop, String version) {
    Eventually.until(
        () -> "the backend is asked by " + version + ", but the gateway says " + laptop.said(),
        Duration.ofSeconds(20),
        () -> version.equals(asked(http, laptop.port())));
  }

  private static String asked(HttpClient http, int port) {
    var request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/")).build();
    return http.sendAsync(request, BodyHandlers.ofString())
        .thenApply(answer -> answer.body())
        .orTimeout(10, TimeUnit.SECONDS)
        .join();
  }
}
