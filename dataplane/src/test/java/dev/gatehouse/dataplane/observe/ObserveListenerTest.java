package dev.gatehouse.dataplane.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gatehouse.dataplane.settings.DataPlaneSettings;
import dev.gatehouse.snapshot.Ack;
import dev.gatehouse.snapshot.Encoded;
import dev.gatehouse.snapshot.EndpointSet;
import dev.gatehouse.snapshot.ResourceCodec;
import dev.gatehouse.snapshot.ResourceId;
import dev.gatehouse.snapshot.SnapshotVersion;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ObserveListenerTest {
  private static final Encoded ENDPOINTS =
      ResourceCodec.encode(
          new EndpointSet(
              ResourceId.endpoints("shop", "orders", 80),
              List.of(),
              List.of(new EndpointSet.Endpoint("10.0.0.1", 8080))));
  private static final Encoded SECRET =
      new Encoded(
          new ResourceId("keys/shop/partners"),
          "{\"kind\":\"Keys\",\"id\":\"keys/shop/partners\",\"value\":\"hush\"}"
              .getBytes(StandardCharsets.UTF_8));

  private static final SnapshotVersion VERSION = new SnapshotVersion(3, 4, "0".repeat(64));

  private final Vertx vertx = Vertx.vertx();
  private final HttpClient client = HttpClient.newHttpClient();
  private final PrometheusMeterRegistry registry = PodMetrics.registry();
  private final Readiness readiness = new Readiness();
  private volatile Duration silence = Duration.ZERO;
  private int port;

  @BeforeEach
  void listen() {
    port =
        ObserveListener.listen(
                vertx,
                vertx.createSharedWorkerExecutor("gatehouse-observe", 1),
                new DataPlaneSettings.Listener("127.0.0.1", 0),
                registry,
                readiness,
                new Liveness(() -> silence, Duration.ofSeconds(20)),
                () ->
                    new ConfigDocument(
                        "default", new Ack(VERSION, List.of(), true), List.of(SECRET, ENDPOINTS)))
            .await()
            .actualPort();
  }

  @AfterEach
  void close() {
    client.close();
    vertx.close().await();
  }

  @Test
  void aPodIsReadyFromItsFirstSnapshotUntilItDrains() throws Exception {
    assertEquals("503 no snapshot: waits for an operator's push", readyz());

    readiness.live(VERSION);
    assertEquals("200 ready", readyz());

    readiness.draining();
    assertEquals("503 draining: goes down", readyz());
    readiness.live(VERSION);
    readiness.stale(false);
    assertEquals("503 draining: goes down", readyz(), "for good");
    assertEquals("200 alive", probe("/livez"));
  }

  @Test
  void aRestoredPodIsReadyUntilItHasToStepBack() throws Exception {
    readiness.restored();
    assertEquals("200 ready: restored, and not confirmed by an operator yet", readyz());

    readiness.stale(true);
    assertEquals(
        "503 stale: restored, not confirmed for too long, and others have a newer snapshot",
        readyz());
    readiness.stale(false);
    assertEquals("200 ready: restored, and not confirmed by an operator yet", readyz());

    readiness.live(VERSION);
    readiness.stale(true);
    assertEquals("200 ready", readyz(), "it is confirmed");
  }

  @Test
  void anEventLoopThatIsSilentForTooLongIsNotAlive() throws Exception {
    silence = Duration.ofSeconds(20);
    assertEquals("200 alive", probe("/livez"));

    silence = Duration.ofSeconds(21);
    assertEquals("503 an event loop has not answered for 21 s", probe("/livez"));
  }

  @Test
  void metricsAreMadeOffTheEventLoops() throws Exception {
    Set<String> threads = ConcurrentHashMap.newKeySet();
    Gauge.builder(
            "where",
            () -> {
              threads.add(Thread.currentThread().getName());
              return 1;
            })
        .register(registry);

    HttpResponse<byte[]> page = get("/metrics");

    assertEquals(200, page.statusCode());
    assertEquals(1, threads.size());
    assertTrue(threads.iterator().next().startsWith("gatehouse-observe"), threads::toString);
    assertTrue(
        page.headers()
            .firstValue("content-type")
            .orElse("")
            .startsWith("text/plain; version=0.0.4"),
        page.headers()::toString);
    assertTrue(text(page).contains("jvm_memory_used_bytes{"), () -> text(page));
  }

  @Test
  void aLargePageArrivesWholeWithAndWithoutGzip() throws Exception {
    for (int i = 0; i < 20_000; i++) {
      registry.counter("gatehouse.test", "number", "n".repeat(50) + i).increment();
    }

    String plain = text(get("/metrics"));
    HttpResponse<byte[]> compressed = get("/metrics", "accept-encoding", "gzip");

    assertTrue(plain.length() > 1_000_000, () -> plain.length() + " bytes");
    assertEquals(20_000, plain.lines().filter(line -> line.startsWith("gatehouse_test_t")).count());
    assertEquals("gzip", compressed.headers().firstValue("content-encoding").orElse(""));
    try (var in = new GZIPInputStream(new ByteArrayInputStream(compressed.body()))) {
      String inflated = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      assertEquals(plain.lines().count(), inflated.lines().count());
    }
  }

  @Test
  void theConfigurationShowsWhatIsServedButNoSecret() throws Exception {
    HttpResponse<byte[]> page = get("/v1/config");

    JsonNode config = new ObjectMapper().readTree(page.body());
    assertEquals(3, config.path("version").path("epoch").asInt());
    assertTrue(config.path("restored").asBoolean());
    assertEquals(
        "10.0.0.1", config.at("/endpoints/0/endpoints/0/address").asText(), config::toString);
    assertEquals("Keys", config.at("/others/0/kind").asText());
    assertEquals(8, config.at("/others/0/hash").asText().length());
    assertFalse(text(page).contains("hush"), () -> text(page));
  }

  private String readyz() throws Exception {
    return probe("/readyz");
  }

  private String probe(String path) throws Exception {
    HttpResponse<byte[]> answer = get(path);
    return answer.statusCode() + " " + text(answer).strip();
  }

  private HttpResponse<byte[]> get(String path, String... headers) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), BodyHandlers.ofByteArray());
  }

  private static String text(HttpResponse<byte[]> page) {
    return new String(page.body(), StandardCharsets.UTF_8);
  }
}
