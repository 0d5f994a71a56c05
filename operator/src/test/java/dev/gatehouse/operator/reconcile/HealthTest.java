package dev.gatehouse.operator.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HealthTest {
  private final Vertx vertx = Vertx.vertx();
  private final HttpClient http = HttpClient.newHttpClient();
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private volatile List<String> problems = List.of();
  private volatile boolean leads;
  private final HttpServer server =
      await(new Health(() -> problems, () -> leads, registry).listen(vertx, 0));

  @AfterEach
  void close() {
    http.close();
    await(vertx.close());
  }

  @Test
  void isReadyWithoutProblemsWhetherItLeadsOrNot() throws Exception {
    assertAnswer(200, "standby\n", get("/readyz"));

    leads = true;
    assertAnswer(200, "leader\n", get("/readyz"));
  }

  @Test
  void namesEachProblemOnALineOfItsOwn() throws Exception {
    problems = List.of("Service can't be listed: forbidden", "statuses are not written yet");

    assertAnswer(
        503, "Service can't be listed: forbidden\nstatuses are not written yet\n", get("/readyz"));

    problems = List.of();
    assertAnswer(200, "standby\n", get("/readyz"));
  }

  @Test
  void livesWhateverItsProblems() throws Exception {
    problems = List.of("Service has yet to be listed");

    assertAnswer(200, "ok\n", get("/livez"));
  }

  @Test
  void exposesMetricsAsPrometheusReadsThem() throws Exception {
    registry.counter("gatehouse.operator.example").increment();

    HttpResponse<String> answer = get("/metrics");

    assertEquals(200, answer.statusCode());
    assertEquals(
        "text/plain; version=0.0.4; charset=utf-8",
        answer.headers().firstValue("content-type").orElse(""));
    assertTrue(answer.body().contains("\ngatehouse_operator_example_total 1.0\n"), answer.body());
  }

  @Test
  void hasNothingElse() throws Exception {
    assertEquals(404, get("/").statusCode());
  }

  private static void assertAnswer(int status, String body, HttpResponse<String> answer) {
    assertEquals(body, answer.body());
    assertEquals(status, answer.statusCode());
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + server.actualPort() + path);
    return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
  }

  private static <T> T await(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().join();
  }
}
