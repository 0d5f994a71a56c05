package dev.gatehouse.e2e.bench.cluster;

import dev.gatehouse.crds.v1alpha1.GatewayRoute;
import dev.gatehouse.crds.v1alpha1.GatewayRouteStatus;
import dev.gatehouse.e2e.apiserver.ApiServer;
import dev.gatehouse.e2e.apiserver.ApiWrites;
import dev.gatehouse.e2e.bench.MadeUpCluster;
import dev.gatehouse.e2e.schema.Crds;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** An API server with routes, Services and their endpoints, and what is done to these. */
final class BenchCluster implements AutoCloseable {
  /** Of the objects. */
  static final String NAMESPACE = "bench";

  /** Of the operator and its pods. */
  static final String OWN_NAMESPACE = "gatehouse-system";

  private static final String STATUS = "gatewayroutes/status";
  private static final int CLIENTS = 16;

  private final ApiServer api = ApiServer.launch();
  private final MadeUpCluster made;

  /** One with routes and Services, none of them there yet. */
  BenchCluster(int routes, int services) {
    this.made = new MadeUpCluster(routes, services, 0);
  }

  ApiServer api() {
    return api;
  }

  MadeUpCluster made() {
    return made;
  }

  /** Everything but the operator and its pods; every Service has its endpoint at {@code home}. */
  void install(Endpoint home) throws InterruptedException {
    Crds.install(api);
    for (String namespace : List.of(NAMESPACE, OWN_NAMESPACE)) {
      api.client()
          .resource(
              new NamespaceBuilder().withNewMetadata().withName(namespace).endMetadata().build())
          .create();
    }
    each(made.services(), service -> api.client().resource(service(service)).create());
    each(made.services(), service -> api.client().resource(slice(service, home)).create());
    each(made.routes(), route -> apply(route, 1));
  }

  /** Where a Service leads to. */
  record Endpoint(String address, int port) {}

  /** The route as {@code kubectl apply --server-side} would leave it. */
  void apply(int route, long version) {
    var object = new GatewayRoute();
    object.setMetadata(named("route-" + route));
    object.setSpec(made.spec(route, version));
    api.client().resource(object).fieldManager("bench").forceConflicts().serverSideApply();
  }

  /** Moves the Service there, by one write, as the controller of EndpointSlices does. */
  void move(int service, Endpoint to) {
    var _ = api.client().resource(slice(service, to)).patch(PatchContext.of(PatchType.JSON_MERGE));
  }

  /** Secrets that no route names. */
  void addSecrets(int count, int bytes) throws InterruptedException {
    var random = new Random(1);
    var data = new byte[bytes];
    random.nextBytes(data);
    String base64 = Base64.getEncoder().encodeToString(data);
    each(
        count,
        number ->
            api.client()
                .resource(
                    new SecretBuilder()
                        .withMetadata(named("secret-" + number))
                        .addToData("data", base64)
                        .build())
                .create());
  }

  /** How often the status of any route was written. */
  long statusWrites() {
    return ApiWrites.now(api).of(STATUS);
  }

  /** Whether the status of every route says of its newest generation that it is served. */
  boolean isAllProgrammed() {
    List<GatewayRoute> all =
        api.client().resources(GatewayRoute.class).inNamespace(NAMESPACE).list().getItems();
    return all.size() == made.routes() && all.stream().allMatch(BenchCluster::isProgrammed);
  }

  /** The same, of one. */
  boolean isProgrammed(int route) {
    GatewayRoute object =
        api.client()
            .resources(GatewayRoute.class)
            .inNamespace(NAMESPACE)
            .withName("route-" + route)
            .get();
    return object != null && isProgrammed(object);
  }

  private static boolean isProgrammed(GatewayRoute route) {
    GatewayRouteStatus status = route.getStatus();
    return conditions(status).stream()
        .anyMatch(
            condition ->
                condition.getType().equals("Programmed")
                    && condition.getStatus().equals("True")
                    && route
                        .getMetadata()
                        .getGeneration()
                        .equals(condition.getObservedGeneration()));
  }

  private static List<io.fabric8.kubernetes.api.model.Condition> conditions(
      @Nullable GatewayRouteStatus status) {
    return status == null || status.conditions() == null ? List.of() : status.conditions();
  }

  @Override
  public void close() {
    api.close();
  }

  /** Many clients at once; fails where one of them did. */
  private static void each(int count, IntConsumer task) throws InterruptedException {
    try (ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
      List<? extends Future<?>> all =
          IntStream.range(0, count)
              .mapToObj(number -> clients.submit(() -> task.accept(number)))
              .toList();
      for (Future<?> one : all) {
        var _ = one.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Service service(int number) {
    return new ServiceBuilder()
        .withMetadata(named("service-" + number))
        .withNewSpec()
        .withClusterIP("None")
        .addNewPort()
        .withPort(80)
        .endPort()
        .endSpec()
        .build();
  }

  private static EndpointSlice slice(int service, Endpoint to) {
    return new EndpointSliceBuilder()
        .withMetadata(
            new ObjectMetaBuilder(named("service-" + service + "-1"))
                .addToLabels("kubernetes.io/service-name", "service-" + service)
                .build())
        .withAddressType("IPv4")
        .addNewPort()
        .withName("")
        .withPort(to.port)
        .withProtocol("TCP")
        .endPort()
        .addNewEndpoint()
        .withAddresses(to.address)
        .withNewConditions()
        .withReady(true)
        .endConditions()
        .endEndpoint()
        .build();
  }

  private static ObjectMeta named(String name) {
    return new ObjectMetaBuilder().withName(name).withNamespace(NAMESPACE).build();
  }
}
