package dev.gatehouse.e2e.lead;

import static java.util.Objects.requireNonNull;

import dev.gatehouse.crds.v1alpha1.GatewayRoute;
import dev.gatehouse.crds.v1alpha1.GatewayRouteStatus;
import dev.gatehouse.dataplane.admin.DataPlane;
import dev.gatehouse.dataplane.settings.DataPlaneSettings;
import dev.gatehouse.dataplane.settings.DataPlaneSettings.Listener;
import dev.gatehouse.e2e.Eventually;
import dev.gatehouse.e2e.apiserver.ApiServer;
import dev.gatehouse.e2e.schema.Crds;
import dev.gatehouse.snapshot.PushCodec;
import dev.gatehouse.snapshot.SnapshotVersion;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.vertx.core.Vertx;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** What several operators share: a namespace with its Lease and routes, and one data-plane pod. */
final class Site implements AutoCloseable {
  /** Long enough for a busy machine; none of it is waited where things work. */
  static final Duration PATIENCE = Duration.ofMinutes(2);

  /** Shorter than the standard, and yet with seconds between deadline and end. */
  static final Duration LEASE = Duration.ofSeconds(8);

  static final Duration RENEW_DEADLINE = Duration.ofSeconds(5);
  static final Duration RETRY_PERIOD = Duration.ofMillis(500);

  /** Within which a standby has to push once its leader is gone. */
  static final Duration TAKEOVER = LEASE.plusSeconds(5);

  private static final String EPOCH = "gatehouse.dev/epoch";

  private final ApiServer api;
  private final String namespace;
  private final Vertx vertx = Vertx.vertx();
  private final HttpClient http = HttpClient.newHttpClient();
  private final DataPlane dataPlane;

  Site(ApiServer api, String prefix) {
    this.api = api;
    this.namespace = api.namespace(prefix);
    Crds.install(api);
    var any = new Listener("127.0.0.1", 0);
    this.dataPlane =
        DataPlane.start(
                vertx,
                DataPlaneSettings.standard()
                    .withFleet(namespace)
                    .withLoops(1)
                    .withListeners(any, any, any))
            .await();
  }

  String namespace() {
    return namespace;
  }

  int pushPort() {
    return dataPlane.pushPort();
  }

  /** The route {@code name} answers everything below {@code /name} with this. */
  void route(String name, String answer) {
    String yaml =
        """
        apiVersion: gatehouse.dev/v1alpha1
        kind: GatewayRoute
        metadata: {name: %s}
        spec:
          gateway: %s
          rules:
          - name: all
            matches: [{path: {type: PathPrefix, value: /%s}}]
            filters:
            - type: DirectResponse
              directResponse: {statusCode: 200, contentType: text/plain, body: "%s"}
        """
            .formatted(name, namespace, name, answer);
    api.client()
        .load(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)))
        .inNamespace(namespace)
        .forceConflicts()
        .serverSideApply();
  }

  GatewayRoute read(String route) {
    return requireNonNull(
        api.client().resources(GatewayRoute.class).inNamespace(namespace).withName(route).get());
  }

  void awaitProgrammed(String route) {
    Eventually.until(
        () -> route + " is live, but " + read(route).getStatus(), PATIENCE, () -> isLive(route));
  }

  void awaitAnswer(String route, String answer) {
    awaitAnswer(route, answer, PATIENCE);
  }

  void awaitAnswer(String route, String answer, Duration within) {
    Eventually.until(
        () -> route + " gives " + answer + " but " + get(route),
        within,
        () -> get(route).equals(answer));
  }

  /** What the pod answers to a request for the route. */
  String get(String route) {
    return send("http://127.0.0.1:" + dataPlane.trafficPort() + "/" + route).body();
  }

  /** For what concerns no operator. */
  static void await(String what, BooleanSupplier condition) {
    Eventually.until(what, PATIENCE, condition);
  }

  HttpResponse<String> send(String uri) {
    try {
      return http.send(
          HttpRequest.newBuilder(URI.create(uri)).timeout(Duration.ofSeconds(10)).build(),
          HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Of the snapshot that the pod serves; 0 if it serves none. */
  long servedEpoch() {
    try {
      String body = send("http://127.0.0.1:" + pushPort() + "/v1/snapshot").body();
      SnapshotVersion version = PushCodec.readAck(body.getBytes(StandardCharsets.UTF_8)).version();
      return version == null ? 0 : version.epoch();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Resource<Lease> lease() {
    return api.client().leases().inNamespace(namespace).withName("gatehouse");
  }

  /** As a chart brings it. */
  void installEmptyLease() {
    var empty = new LeaseBuilder().withNewMetadata().withName("gatehouse").endMetadata().build();
    api.client().leases().inNamespace(namespace).resource(empty).create();
  }

  String holder() {
    return requireNonNull(lease().get()).getSpec().getHolderIdentity();
  }

  long leaseEpoch() {
    Lease lease = lease().get();
    return lease == null ? 0 : Long.parseLong(lease.getMetadata().getAnnotations().get(EPOCH));
  }

  @Override
  public void close() {
    dataPlane.close().await();
    vertx.close().await();
    http.close();
    api.client().resources(GatewayRoute.class).inNamespace(namespace).delete();
  }

  private boolean isLive(String route) {
    GatewayRoute object = read(route);
    GatewayRouteStatus status = object.getStatus();
    return status != null && object.getMetadata().getGeneration().equals(status.liveGeneration());
  }
}
