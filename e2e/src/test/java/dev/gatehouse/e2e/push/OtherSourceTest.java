package dev.gatehouse.e2e.push;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.dataplane.admin.DataPlane;
import dev.gatehouse.dataplane.settings.DataPlaneSettings;
import dev.gatehouse.dataplane.settings.DataPlaneSettings.Listener;
import dev.gatehouse.e2e.Eventually;
import dev.gatehouse.operator.input.Changes;
import dev.gatehouse.operator.publish.Epochs;
import dev.gatehouse.operator.publish.Pod;
import dev.gatehouse.operator.publish.PublishListener;
import dev.gatehouse.operator.publish.PublishSettings;
import dev.gatehouse.operator.publish.Publisher;
import dev.gatehouse.operator.reconcile.Publishing;
import dev.gatehouse.operator.reconcile.RebuildLoop;
import dev.gatehouse.operator.reconcile.Standing;
import dev.gatehouse.operator.reconcile.StatusBefore;
import dev.gatehouse.operator.source.GatewayRouteSource;
import dev.gatehouse.operator.source.Route;
import dev.gatehouse.operator.source.RouteSource;
import dev.gatehouse.operator.source.Sources;
import dev.gatehouse.operator.status.Programming.State;
import dev.gatehouse.operator.translate.Translator;
import dev.gatehouse.operator.view.ClusterObject;
import dev.gatehouse.operator.view.ClusterObject.RouteObject;
import dev.gatehouse.operator.view.ClusterObject.ServiceObject;
import dev.gatehouse.operator.view.ClusterObject.ServicePort;
import dev.gatehouse.operator.view.ClusterObject.SliceEndpoint;
import dev.gatehouse.operator.view.ClusterObject.SliceObject;
import dev.gatehouse.operator.view.ClusterObject.SlicePort;
import dev.gatehouse.operator.view.ClusterView.Settings;
import dev.gatehouse.operator.view.ObjectKey;
import dev.gatehouse.snapshot.Ack;
import dev.gatehouse.snapshot.LoadBalancer;
import dev.gatehouse.snapshot.PathMatch;
import dev.gatehouse.snapshot.RequestMatch;
import dev.gatehouse.snapshot.Timeouts;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Another kind of route is another source, and nothing else down to the answer of a backend. */
class OtherSourceTest {
  private static final ObjectKey ROUTE = new ObjectKey("Ingressish", "shop", "orders");
  private static final ObjectKey SERVICE = ObjectKey.service("shop", "orders");

  private final Vertx vertx = Vertx.vertx();
  private final ExecutorService executor = Executors.newSingleThreadExecutor();
  private final Publisher publisher =
      new Publisher(
          vertx,
          PublishSettings.STANDARD,
          Epochs.ofOneProcess(InstantSource.system()),
          new Answers(),
          new SimpleMeterRegistry(),
          new Random(1));
  private final RebuildLoop loop = loop();

  /** Its spec is the name of a Service, to which everything goes. */
  private static final class IngressishSource implements RouteSource {
    @Override
    public String kind() {
      return "Ingressish";
    }

    @Override
    public String group() {
      return "example.dev";
    }

    @Override
    public Reading read(RouteObject object, Object spec) {
      var all = new RequestMatch(new PathMatch.Prefix("/"), null, List.of(), List.of(), List.of());
      var backend = new Route.BackendRef(object.key().namespace(), (String) spec, 80, 1);
      var balancer = new LoadBalancer.RoundRobin();
      var rule =
          new Route.Rule(
              "all", List.of(all), List.of(), List.of(backend), balancer, Timeouts.NONE, List.of());
      return new Reading.Valid(
          new Route(object.key(), "default", object.created(), List.of("*"), List.of(rule)));
    }
  }

  @AfterEach
  void close() {
    executor.close();
    vertx.close().await();
  }

  @Test
  void itIsTranslatedPushedAndServed() throws Exception {
    var any = new Listener("127.0.0.1", 0);
    DataPlane pod =
        DataPlane.start(vertx, DataPlaneSettings.standard().withListeners(any, any, any)).await();
    loop.lead();
    publisher.lead();
    loop.pods(
        Set.of(new Pod("a", "default", URI.create("http://127.0.0.1:" + pod.pushPort()), true)));
    loop.changed(changes(new RouteObject(ROUTE, 0, 1, "orders", null)));

    Eventually.until(
        () -> "live: " + loop.standing(ROUTE),
        Duration.ofSeconds(30),
        () -> {
          Standing standing = loop.standing(ROUTE);
          return standing != null && standing.programming().state() == State.Live;
        });
    assertTrue(requireNonNull(loop.standing(ROUTE)).verdict().isAccepted());
    assertEquals("orders", get(pod.trafficPort()));
  }

  private Changes changes(RouteObject route) {
    int port =
        vertx
            .createHttpServer()
            .requestHandler(r -> r.response().end("orders"))
            .listen(0, "127.0.0.1")
            .await()
            .actualPort();
    var service = new ServiceObject(SERVICE, "ClusterIP", List.of(ServicePort.tcp("http", 80)));
    var slice =
        new SliceObject(
            new ObjectKey("EndpointSlice", "shop", "orders-1"),
            "orders",
            List.of(new SlicePort("http", port)),
            List.of(new SliceEndpoint(List.of("127.0.0.1"), true, true, false)));
    Map<ObjectKey, ClusterObject> all =
        Map.of(route.key(), route, service.key(), service, slice.key(), slice);
    return new Changes(all, Set.of());
  }

  private RebuildLoop loop() {
    var sources = new Sources(List.of(new GatewayRouteSource(), new IngressishSource()));
    return new RebuildLoop(
        Settings.LAPTOP,
        new Translator(sources),
        Publishing.to(publisher),
        StatusBefore.NONE,
        _ -> {},
        executor,
        InstantSource.system(),
        Duration.ofSeconds(10));
  }

  private static String get(int port) throws Exception {
    try (var http = HttpClient.newHttpClient()) {
      var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/")).build();
      return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }
  }

  private final class Answers implements PublishListener {
    @Override
    public void acknowledged(Pod pod, Ack ack) {
      loop.acknowledged(pod, ack);
    }

    @Override
    public void failing(Pod pod, String reason, String message) {
      loop.failing(pod, reason, message);
    }
  }
}
