package dev.gatehouse.dataplane.observe;

import static java.nio.charset.StandardCharsets.US_ASCII;
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
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
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
  private final ExchangeMetrics exchanges = new ExchangeMetrics(registry, 1_000_000);
  private final Readiness readiness = new Readiness();
  private volatile Duration silence = Duration.ZERO;
  private volatile Supplier<ConfigDocument> config =
      () ->
          new ConfigDocument(
              "default", new Ack(VERSION, List.of(), true), List.of(SECRET, ENDPOINTS));
  private int port;

  @BeforeEach
  void listen() {
    port =
        ObserveListener.listen(
                vertx,
                vertx.createSharedWorkerExecutor("gatehouse-observe", 1),
                new DataPlaneSettings.Listener("127.0.0.1", 0),
                new MetricsPage(registry, exchanges),
                readiness,
                new Liveness(() -> silence, Duration.ofSeconds(20)),
                () -> config.get())
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
    for (int i = 0; i < 2_000; i++) {
      exchanges.finished(
          Exchanges.get("/"), Exchanges.answered(Exchanges.rule(i), Exchanges.upstream(i)));
    }

    String plain = text(get("/metrics"));
    HttpResponse<byte[]> compressed = get("/metrics", "accept-encoding", "gzip");

    assertTrue(plain.length() > 1_000_000, () -> plain.length() + " bytes");
    assertEquals(2_000, StrictPage.read(plain).samples("gatehouse_requests_total").size());
    assertEquals("gzip", compressed.headers().firstValue("content-encoding").orElse(""));
    try (var in = new GZIPInputStream(new ByteArrayInputStream(compressed.body()))) {
      String inflated = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      assertEquals(plain.lines().count(), inflated.lines().count());
    }
  }

  @Test
  void aReaderThatKnowsNoChunksReadsToTheEndOfTheConnection() throws Exception {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(30_000);
      socket.getOutputStream().write("GET /metrics HTTP/1.0\r\n\r\n".getBytes(US_ASCII));

      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

      assertFalse(answer.toLowerCase(Locale.ROOT).contains("transfer-encoding"), answer);
      StrictPage.read(answer.substring(answer.indexOf("\r\n\r\n") + 4));
    }
  }

  @Test
  void aPageThatCannotBeMadeIsAnsweredWith500() throws Exception {
    config =
        () -> {
          throw new IllegalStateException("of no use");
        };

    HttpResponse<byte[]> answer = get("/v1/config", "accept-encoding", "gzip");

    assertEquals(500, answer.statusCode());
    assertTrue(answer.headers().firstValue("content-encoding").isEmpty(), answer::toString);
  }

  @Test
  void aReaderThatLeavesEarlyHoldsUpNoOther() throws Exception {
    for (int i = 0; i < 2_000; i++) {
      exchanges.finished(
          Exchanges.get("/"), Exchanges.answered(Exchanges.rule(i), Exchanges.upstream(i)));
    }
    for (int i = 0; i < 20; i++) {
      try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        socket.setSoTimeout(30_000);
        socket
            .getOutputStream()
            .write("GET /metrics HTTP/1.1\r\nhost: pod\r\n\r\n".getBytes(US_ASCII));
        assertEquals('H', socket.getInputStream().read());
      }
    }

    assertEquals(200, get("/metrics").statusCode());
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
