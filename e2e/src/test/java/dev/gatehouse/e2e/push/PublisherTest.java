package dev.gatehouse.e2e.push;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.dataplane.admin.DataPlane;
import dev.gatehouse.dataplane.settings.DataPlaneSettings;
import dev.gatehouse.dataplane.settings.DataPlaneSettings.Listener;
import dev.gatehouse.e2e.Eventually;
import dev.gatehouse.operator.publish.Epochs;
import dev.gatehouse.operator.publish.Pod;
import dev.gatehouse.operator.publish.PublishListener;
import dev.gatehouse.operator.publish.PublishSettings;
import dev.gatehouse.operator.publish.Publisher;
import dev.gatehouse.snapshot.Ack;
import dev.gatehouse.snapshot.Delta;
import dev.gatehouse.snapshot.Encoded;
import dev.gatehouse.snapshot.EndpointSet;
import dev.gatehouse.snapshot.ResourceCodec;
import dev.gatehouse.snapshot.ResourceId;
import dev.gatehouse.snapshot.SnapshotHash;
import dev.gatehouse.snapshot.SnapshotVersion;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class PublisherTest {
  private record Told(Pod pod, Ack ack) {}

  private static final Duration FOR_EVER = Duration.ofHours(1);

  private final Vertx vertx = Vertx.vertx();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final BlockingQueue<Told> told = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> failures = new LinkedBlockingQueue<>();
  private Map<ResourceId, Encoded> published = Map.of();

  @AfterEach
  void close() {
    vertx.close().await();
  }

  @Test
  void aNewPodGetsTheWholeAndThenDeltas() throws Exception {
    Publisher publisher = publisher(1);
    publisher.pods(Set.of(pod("a", start(0))));
    awaitLive("a", publish(publisher, endpoints(1)));

    awaitLive("a", publish(publisher, endpoints(2)));

    assertEquals(1, pushes("whole", "live"));
    assertEquals(1, pushes("delta", "live"));
  }

  @Test
  void afterARejectionTheNextChangeIsStillADelta() throws Exception {
    Publisher publisher = publisher(1);
    publisher.pods(Set.of(pod("a", start(0))));
    var newer = new ResourceId("keys/shop/partners");
    String json =
        "{\"kind\":\"Keys\",\"id\":\"keys/shop/partners\",\"requires\":[\"auth.keys/1\"]}";
    Encoded unknown = new Encoded(newer, json.getBytes(StandardCharsets.UTF_8));

    Ack ack = awaitLive("a", publish(publisher, unknown));
    assertEquals(newer, ack.rejected().getFirst().id());
    awaitLive("a", publish(publisher, endpoints(1)));

    assertEquals(1, pushes("whole", "live"));
    assertEquals(1, pushes("delta", "live"));
  }

  @Test
  void aPushThatTheClockForbadeGoesOutOnceItNoLongerDoes() throws Exception {
    var asked = new AtomicInteger();
    Publisher publisher =
        following(
            new Epochs() {
              @Override
              public Future<Long> claim(long seen) {
                return Future.succeededFuture(seen + 1);
              }

              @Override
              public boolean areHeld() {
                return asked.incrementAndGet() > 1;
              }
            });
    publisher.lead();
    publisher.pods(Set.of(pod("a", start(0))));

    awaitLive("a", publish(publisher, endpoints(1)));
    assertEquals(List.of(), List.copyOf(failures));
  }

  @Test
  void aForgottenFleetIsPushedToAgainWithItsNextPods() throws Exception {
    Publisher publisher = publisher(1);
    Pod pod = pod("a", start(0));
    publisher.pods(Set.of(pod));
    awaitLive("a", publish(publisher, endpoints(1)));

    publisher.pods(Set.of());
    publisher.forget("default");
    assertEquals(List.of(), publisher.report().await());

    publisher.pods(Set.of(pod));
    awaitLive("a", publish(publisher, endpoints(1)));
    assertEquals(1, publisher.report().await().size());
  }

  @Test
  void aPodThatHangsDelaysNoOther() throws Exception {
    try (var hanging = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Publisher publisher = publisher(1);
      publisher.pods(Set.of(pod("hangs", hanging.getLocalPort()), pod("a", start(0))));

      for (int i = 0; i < 20; i++) {
        awaitLive("a", publish(publisher, endpoints(i)));
      }
      String failure = failures.poll(30, TimeUnit.SECONDS);
      assertEquals("hangs TIMEOUT", failure);
    }
  }

  @Test
  void aPodThatAnswersEndlesslyDelaysNoOther() throws Exception {
    int endless =
        vertx
            .createHttpServer()
            .requestHandler(PublisherTest::answerForEver)
            .listen(0, "127.0.0.1")
            .await()
            .actualPort();
    Publisher publisher = publisher(1);
    publisher.pods(Set.of(pod("endless", endless), pod("a", start(0))));

    awaitLive("a", publish(publisher, endpoints(1)));

    assertEquals("endless UNEXPECTED_ANSWER", failures.poll(30, TimeUnit.SECONDS));
  }

  private static void answerForEver(HttpServerRequest request) {
    HttpServerResponse response = request.response().setChunked(true);
    Buffer part = Buffer.buffer(new byte[1 << 16]);
    response.exceptionHandler(_ -> {});
    writeForEver(response, part);
  }

  private static void writeForEver(HttpServerResponse response, Buffer part) {
    response.write(part).onSuccess(_ -> writeForEver(response, part));
  }

  @Test
  void whatAPodAcknowledgesIsToldOnce() throws Exception {
    Publisher publisher = publisher(1);
    publisher.pods(Set.of(pod("a", start(0))));
    awaitLive("a", publish(publisher, endpoints(1)));

    // Longer than two of the checks, which ask every 100 ms.
    assertNull(told.poll(350, TimeUnit.MILLISECONDS));
    awaitLive("a", publish(publisher, endpoints(2)));
  }

  @Test
  void aPodThatRestartedGetsTheWholeAgain() throws Exception {
    Publisher publisher = publisher(1);
    DataPlane first = dataPlane(0);
    int port = first.pushPort();
    publisher.pods(Set.of(pod("a", port)));
    awaitLive("a", publish(publisher, endpoints(1)));

    first.close().await();
    start(port);
    awaitLive("a", publish(publisher, endpoints(2)));

    assertEquals(2, pushes("whole", "live"));
  }

  @Test
  void aPodThatRestoredItsSnapshotIsToldThatItHolds(@TempDir Path folder) throws Exception {
    Publisher publisher = publisher(1);
    String kept = "snapshot: {directory: " + folder.resolve("kept") + "}";
    DataPlane first = dataPlane(0, kept);
    int port = first.pushPort();
    publisher.pods(Set.of(pod("a", port)));
    awaitLive("a", publish(publisher, endpoints(1)));

    first.close().await();
    DataPlane second = dataPlane(port, kept);
    Eventually.until(
        "the restored snapshot is confirmed",
        Duration.ofSeconds(20),
        () -> readyz(second).equals("ready\n"));
    awaitLive("a", publish(publisher, endpoints(2)));

    assertEquals(1, pushes("whole", "live"), "the pod has all but what changed");
  }

  private static String readyz(DataPlane pod) {
    try (var client = HttpClient.newHttpClient()) {
      URI uri = URI.create("http://127.0.0.1:" + pod.observePort() + "/readyz");
      return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Test
  void anOperatorThatRestartedTakesAHigherEpochAndSendsNothingTwice() throws Exception {
    int port = start(0);
    Publisher before = publisher(5);
    before.pods(Set.of(pod("a", port)));
    awaitLive("a", publish(before, endpoints(1)));
    before.close();

    Publisher after = publisher(2);
    after.pods(Set.of(pod("a", port)));
    Map<ResourceId, Encoded> same = published;
    after.publish("default", same, SnapshotHash.of(same.values()), Delta.NONE);

    Told next = told.poll(20, TimeUnit.SECONDS);
    assertNotNull(next);
    SnapshotVersion version = next.ack().version();
    assertNotNull(version);
    assertEquals(6, version.epoch(), "above what the pod has seen");
    assertEquals(1, pushes("whole", "live"), "only the first process sent resources");
  }

  @Test
  void aHundredRapidChangesGoOutInFewPushes() throws Exception {
    Publisher publisher = publisher(1);
    publisher.pods(Set.of(pod("a", start(0))));
    awaitLive("a", publish(publisher, endpoints(0)));

    long last = 0;
    for (int i = 1; i <= 100; i++) {
      last = publish(publisher, endpoints(i));
    }
    awaitLive("a", last);

    assertEquals(1, pushes("whole", "live"));
    assertTrue(pushes("delta", "live") < 50, () -> pushes("delta", "live") + " pushes");
  }

  @Test
  void endpointsWaitForEachOtherAndGoOutWithTheNextRoute() throws Exception {
    Publisher publisher = following(seen -> Future.succeededFuture(seen + 1), FOR_EVER);
    publisher.lead();
    publisher.pods(Set.of(pod("a", start(0))));
    awaitLive("a", publish(publisher, endpoints(1)));

    publish(publisher, endpoints(2));
    publish(publisher, endpoints(3));
    awaitLive("a", publish(publisher, upstream()));

    assertEquals(published, served(publisher));
    assertEquals(1, pushes("delta", "live"));
  }

  @Test
  void podsOfOtherFleetsLetNoEndpointsWait() throws Exception {
    Publisher publisher = following(seen -> Future.succeededFuture(seen + 1), FOR_EVER);
    publisher.lead();
    publisher.pods(
        Set.of(new Pod("a", "other", URI.create("http://127.0.0.1:" + start(0)), false)));

    publish(publisher, endpoints(1));
    publish(publisher, endpoints(2));

    assertEquals(published, served(publisher));
  }

  /** Pods have what they have from who leads, and are served on from the very same. */
  @Test
  void whoFollowsLetsNoEndpointsWait() throws Exception {
    Publisher publisher = following(seen -> Future.succeededFuture(seen + 1), FOR_EVER);
    publisher.pods(Set.of(pod("a", start(0))));

    publish(publisher, endpoints(1));
    publish(publisher, endpoints(2));

    assertEquals(published, served(publisher));
  }

  @Test
  void whoFollowsPushesNothingAndEverythingOnceItLeads() throws Exception {
    var publisher = following(seen -> Future.succeededFuture(seen + 1));
    publisher.pods(Set.of(pod("a", start(0))));
    publish(publisher, endpoints(1));
    // Longer than two of the checks, which ask every 100 ms.
    assertNull(told.poll(350, TimeUnit.MILLISECONDS));

    publisher.lead();
    long last = publish(publisher, endpoints(2));

    awaitLive("a", last);
  }

  @Test
  void whoLeadsAgainDoesSoInAHigherEpoch() throws Exception {
    var publisher = following(seen -> Future.succeededFuture(seen + 1));
    publisher.pods(Set.of(pod("a", start(0))));
    publisher.lead();
    long before = epoch(awaitLive("a", publish(publisher, endpoints(1))));

    publisher.follow();
    long last = publish(publisher, endpoints(2));
    assertNull(told.poll(350, TimeUnit.MILLISECONDS));
    publisher.lead();

    assertEquals(before + 1, epoch(awaitLive("a", last)));
  }

  @Test
  void whoNoLongerHoldsItsEpochPushesNothingThoughNobodySaidSo() throws Exception {
    var epochs = new Lapsing();
    var publisher = following(epochs);
    publisher.pods(Set.of(pod("a", start(0))));
    publisher.lead();
    awaitLive("a", publish(publisher, endpoints(1)));

    epochs.held = false;
    long last = publish(publisher, endpoints(2));
    assertNull(told.poll(350, TimeUnit.MILLISECONDS));

    epochs.held = true;
    publisher.follow();
    publisher.lead();
    awaitLive("a", last);
  }

  private static final class Lapsing implements Epochs {
    private volatile boolean held = true;

    @Override
    public Future<Long> claim(long highestSeen) {
      return Future.succeededFuture(highestSeen + 1);
    }

    @Override
    public boolean areHeld() {
      return held;
    }
  }

  private static long epoch(Ack ack) {
    return requireNonNull(ack.version()).epoch();
  }

  private Publisher publisher(long epoch) {
    Publisher publisher = following(seen -> Future.succeededFuture(Math.max(epoch, seen + 1)));
    publisher.lead();
    return publisher;
  }

  private Publisher following(Epochs epochs) {
    return following(epochs, Duration.ofMillis(1));
  }

  private Publisher following(Epochs epochs, Duration endpointPause) {
    var settings =
        new PublishSettings(
            Duration.ofSeconds(2),
            Duration.ofSeconds(2),
            Duration.ofMillis(50),
            Duration.ofMillis(200),
            Duration.ofMillis(200),
            512,
            256,
            Duration.ofMillis(100),
            endpointPause,
            FOR_EVER);
    var listener =
        new PublishListener() {
          @Override
          public void acknowledged(Pod pod, Ack ack) {
            told.add(new Told(pod, ack));
          }

          @Override
          public void failing(Pod pod, String reason, String message) {
            failures.add(pod.name() + " " + reason);
          }
        };
    return new Publisher(vertx, settings, epochs, listener, registry, new Random(1));
  }

  /** Adds a resource, or replaces it. */
  private long publish(Publisher publisher, Encoded resource) {
    var next = new HashMap<>(published);
    next.put(resource.id(), resource);
    Delta delta = Delta.between(published, next);
    published = Map.copyOf(next);
    return publisher.publish("default", published, SnapshotHash.of(next.values()), delta);
  }

  private static Map<ResourceId, Encoded> served(Publisher publisher) {
    return publisher.snapshot("default").await().orElseThrow().delta().upserted();
  }

  private Ack awaitLive(String pod, long sequence) throws InterruptedException {
    while (true) {
      Told next = told.poll(20, TimeUnit.SECONDS);
      assertNotNull(next, () -> "nothing was acknowledged; failing: " + failures);
      SnapshotVersion version = next.ack().version();
      if (next.pod().name().equals(pod) && version != null && version.sequence() >= sequence) {
        return next.ack();
      }
    }
  }

  private long pushes(String kind, String result) {
    Timer timer =
        registry
            .find("gatehouse.operator.push.duration")
            .tags("kind", kind, "result", result)
            .timer();
    return timer == null ? 0 : timer.count();
  }

  private int start(int port) throws Exception {
    return dataPlane(port).pushPort();
  }

  private DataPlane dataPlane(int pushPort) throws Exception {
    return dataPlane(pushPort, "");
  }

  private DataPlane dataPlane(int pushPort, String yaml) throws Exception {
    var any = new Listener("127.0.0.1", 0);
    DataPlaneSettings settings =
        DataPlaneSettings.read("loops: 1\naccessLog: {mode: \"off\"}\n" + yaml, "test.yaml")
            .withListeners(any, new Listener("127.0.0.1", pushPort), any);
    return DataPlane.start(vertx, settings).await();
  }

  private static Pod pod(String name, int port) {
    return new Pod(name, "default", URI.create("http://127.0.0.1:" + port), false);
  }

  private static Encoded upstream() {
    ResourceId id = ResourceId.upstream("shop", "orders", 80);
    return new Encoded(
        id, ("{\"kind\":\"Unknown\",\"id\":\"" + id + "\"}").getBytes(StandardCharsets.UTF_8));
  }

  private static Encoded endpoints(int last) {
    return ResourceCodec.encode(
        new EndpointSet(
            ResourceId.endpoints("shop", "orders", 80),
            List.of(),
            List.of(new EndpointSet.Endpoint("10.0.0." + last, 8080))));
  }
}
