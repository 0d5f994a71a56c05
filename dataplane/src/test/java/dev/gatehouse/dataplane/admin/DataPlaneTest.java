package dev.gatehouse.dataplane.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.dataplane.settings.DataPlaneSettings;
import dev.gatehouse.dataplane.settings.DataPlaneSettings.Listener;
import dev.gatehouse.snapshot.Ack;
import dev.gatehouse.snapshot.Encoded;
import dev.gatehouse.snapshot.Filter;
import dev.gatehouse.snapshot.LoadBalancer;
import dev.gatehouse.snapshot.Origin;
import dev.gatehouse.snapshot.PathMatch;
import dev.gatehouse.snapshot.Push;
import dev.gatehouse.snapshot.PushCodec;
import dev.gatehouse.snapshot.RequestMatch;
import dev.gatehouse.snapshot.ResourceCodec;
import dev.gatehouse.snapshot.ResourceId;
import dev.gatehouse.snapshot.RouteRule;
import dev.gatehouse.snapshot.Timeouts;
import io.netty.util.concurrent.EventExecutor;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.internal.VertxInternal;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class DataPlaneTest {
  private final Vertx vertx = Vertx.vertx();
  private final HttpClient client = HttpClient.newHttpClient();
  private DataPlane pod = start();

  private DataPlane start() {
    try {
      return DataPlane.start(vertx, settings("drain: {delay: 500ms, deadline: 5s}")).await();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @BeforeEach
  void isNotReady() throws Exception {
    assertEquals(503, get(pod.observePort(), "/readyz").statusCode());
  }

  @AfterEach
  void close() {
    client.close();
    pod.close().await();
    vertx.close().await();
  }

  @Test
  void beforeItsFirstSnapshotItAnswers503ToEverything() throws Exception {
    HttpResponse<String> answer = get(pod.trafficPort(), "/hello");

    assertEquals(503, answer.statusCode());
    assertTrue(answer.body().contains("NOT_READY"), answer::body);
  }

  @Test
  void aPushIsLiveOnceItIsAnswered() throws Exception {
    Encoded before = greeting("hello");
    for (int i = 1; i <= 20; i++) {
      Encoded now = greeting("hello " + i);
      push(i == 1 ? Pushes.whole(1, i, now) : Pushes.delta(1, i, Pushes.of(before), now));
      before = now;

      assertEquals("hello " + i, get(pod.trafficPort(), "/hello").body());
    }

    assertEquals(200, get(pod.observePort(), "/readyz").statusCode());
    assertEquals(404, get(pod.trafficPort(), "/other").statusCode());
    String metrics = get(pod.observePort(), "/metrics").body();
    assertTrue(metrics.contains("gatehouse_snapshot_sequence 20.0"), () -> metrics);
    assertTrue(
        metrics.contains("gatehouse_requests_total{backend=\"none\",reason=\"DIRECT_RESPONSE\""),
        () -> metrics);
    String config = get(pod.observePort(), "/v1/config").body();
    assertTrue(config.contains("hello 20"), config);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "hostnames":["*"] | "hostnames":7            | hostnames
          "hostnames":["*"] | "hostnames":[["*"]]      | hostnames
          "hostnames":["*"] | "hostnames":null         | hostnames
          "hostnames":["*"] | "hosts":["*"]            | hostnames
          "hostnames":["*"] | "hostnames":["*",null]   | hostnames
          """)
  void whereNobodyCanTellWhatARuleIsAboutItServesAsBefore(String good, String bad, String named)
      throws Exception {
    Encoded before = greeting("hello");
    push(Pushes.whole(1, 1, before));
    Encoded spoilt = spoilt(greeting("hello again"), good, bad);

    HttpResponse<String> answer =
        send(Pushes.delta(1, 2, Pushes.of(before), spoilt, greeting("other", "too")));

    assertEquals(200, answer.statusCode(), answer::body);
    Ack ack = PushCodec.readAck(answer.body().getBytes(StandardCharsets.UTF_8));
    assertEquals(List.of(spoilt.id()), ack.rejected().stream().map(Ack.Rejection::id).toList());
    assertTrue(ack.rejected().getFirst().message().contains(named), ack::toString);
    assertEquals("hello", get(pod.trafficPort(), "/hello").body());
    assertEquals("too", get(pod.trafficPort(), "/other").body());
  }

  @Test
  void afterADrainItIsGone() throws Exception {
    push(Pushes.whole(1, 1, greeting("hello")));
    int port = pod.trafficPort();

    pod.drain().await();

    assertThrows(ConnectException.class, () -> get(port, "/hello"));
  }

  @Test
  void fromTheFirstMomentOfADrainClientsAreToldToGo() throws Exception {
    pod.close().await();
    pod = DataPlane.start(vertx, settings("drain: {delay: 1h, deadline: 2h}")).await();
    push(Pushes.whole(1, 1, greeting("hello")));
    assertTrue(get(pod.trafficPort(), "/hello").headers().firstValue("connection").isEmpty());

    var _ = pod.drain();

    assertEquals(503, get(pod.observePort(), "/readyz").statusCode());
    HttpResponse<String> answer = get(pod.trafficPort(), "/hello");
    assertEquals(200, answer.statusCode());
    assertEquals("close", answer.headers().firstValue("connection").orElse(""));
  }

  /** As the process has them: one for pushes and probes, and one for each of the proxy's. */
  @Test
  void whicheverEventLoopIsStuckThePodIsNotAlive() throws Exception {
    Vertx own = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(3));
    var releases = new ArrayList<CountDownLatch>();
    try {
      DataPlane other = DataPlane.start(own, settings("timeouts: {loop: 3s}")).await();
      for (EventExecutor loop : ((VertxInternal) own).eventLoopGroup()) {
        var release = new CountDownLatch(1);
        releases.add(release);
        awaitAlive(other, true);

        loop.execute(() -> awaitQuietly(release));

        awaitAlive(other, false);
        release.countDown();
      }
    } finally {
      releases.forEach(CountDownLatch::countDown);
      own.close().await();
    }
  }

  private void awaitAlive(DataPlane other, boolean alive) throws Exception {
    while (isAlive(other) != alive) {
      LockSupport.parkNanos(20_000_000);
    }
  }

  /** As kubelet sees it, to whom no answer within a second is no better than a bad one. */
  private boolean isAlive(DataPlane other) throws Exception {
    HttpRequest probe =
        HttpRequest.newBuilder(uri(other.observePort(), "/livez"))
            .version(HttpClient.Version.HTTP_1_1)
            .timeout(Duration.ofSeconds(1))
            .build();
    try {
      return client.send(probe, BodyHandlers.discarding()).statusCode() == 200;
    } catch (HttpTimeoutException e) {
      return false;
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void whereOnePortIsTakenNothingIsLeftOpen() throws Exception {
    DataPlaneSettings taken =
        settings("")
            .withListeners(
                new Listener("127.0.0.1", 0),
                new Listener("127.0.0.1", pod.pushPort()),
                new Listener("127.0.0.1", 0));

    Throwable failure = assertThrows(Throwable.class, () -> DataPlane.start(vertx, taken).await());

    assertTrue(String.valueOf(failure.getMessage()).contains("in use"), failure::toString);
  }

  @Test
  void twoListenersOfOneAddressAreRefused() throws Exception {
    var one = new Listener("127.0.0.1", pod.pushPort());
    var any = new Listener("0.0.0.0", pod.pushPort());
    var free = new Listener("127.0.0.1", 0);

    for (DataPlaneSettings shared :
        List.of(
            settings("").withListeners(one, one, free),
            settings("").withListeners(one, free, any),
            settings("").withListeners(free, one, any))) {
      Throwable failure =
          assertThrows(Throwable.class, () -> DataPlane.start(vertx, shared).await());

      assertTrue(
          String.valueOf(failure.getMessage()).contains("this pod listens there"),
          failure::toString);
    }
  }

  @Test
  void aPushListenerThatOthersReachNeedsTls() throws Exception {
    var free = new Listener("127.0.0.1", 0);
    DataPlaneSettings open = settings("").withListeners(free, new Listener("0.0.0.0", 0), free);

    Throwable failure = assertThrows(Throwable.class, () -> DataPlane.start(vertx, open).await());

    assertTrue(
        String.valueOf(failure.getMessage())
            .startsWith("0.0.0.0:0 can't be listened at: without push.tls it has to be a loopback"),
        failure::toString);
  }

  private void push(Push push) throws Exception {
    HttpResponse<String> answer = send(push);
    assertEquals(200, answer.statusCode(), answer::body);
  }

  private HttpResponse<String> send(Push push) throws Exception {
    return client.send(Pushes.request(push, pod.pushPort()), BodyHandlers.ofString());
  }

  private HttpResponse<String> get(int port, String path) throws Exception {
    return client.send(
        HttpRequest.newBuilder(uri(port, path)).version(HttpClient.Version.HTTP_1_1).build(),
        BodyHandlers.ofString());
  }

  private static URI uri(int port, String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  private static DataPlaneSettings settings(String yaml) throws Exception {
    var local = new Listener("127.0.0.1", 0);
    return DataPlaneSettings.read("loops: 2\naccessLog: {mode: \"off\"}\n" + yaml, "test.yaml")
        .withListeners(local, local, local);
  }

  private static Encoded spoilt(Encoded resource, String good, String bad) {
    String json = resource.toString();
    assertTrue(json.contains(good), json);
    return new Encoded(resource.id(), json.replace(good, bad).getBytes(StandardCharsets.UTF_8));
  }

  private static Encoded greeting(String says) {
    return greeting("hello", says);
  }

  private static Encoded greeting(String name, String says) {
    return ResourceCodec.encode(
        new RouteRule(
            ResourceId.route("gatewayroute", "shop", "greeting", name),
            List.of(),
            new Origin("GatewayRoute", "shop", "greeting", name, 0, 0),
            List.of("*"),
            List.of(
                new RequestMatch(
                    new PathMatch.Exact("/" + name), null, List.of(), List.of(), List.of())),
            List.of(new Filter.DirectResponse(200, "text/plain", says)),
            List.of(),
            new LoadBalancer.RoundRobin(),
            Timeouts.NONE));
  }
}
