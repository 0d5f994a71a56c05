package dev.gatehouse.e2e.operator;

import static java.util.Objects.requireNonNull;

import dev.gatehouse.crds.v1alpha1.GatewayRoute;
import dev.gatehouse.crds.v1alpha1.GatewayRouteStatus;
import dev.gatehouse.dataplane.admin.DataPlane;
import dev.gatehouse.dataplane.settings.DataPlaneSettings;
import dev.gatehouse.dataplane.settings.DataPlaneSettings.Listener;
import dev.gatehouse.e2e.Eventually;
import dev.gatehouse.e2e.apiserver.ApiServer;
import dev.gatehouse.e2e.schema.Crds;
import dev.gatehouse.operator.input.kubernetes.OperatorClient;
import dev.gatehouse.operator.publish.Pod;
import dev.gatehouse.operator.reconcile.GatehouseOperator;
import dev.gatehouse.operator.reconcile.OperatorSettings;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A fleet of one pod, an operator and backends, all of one namespace; the fleet bears its name, so
 * that tests don't meet.
 */
final class Gateway implements AutoCloseable {
  /** Long enough for a busy machine; none of it is waited where things work. */
  static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final String LOOPBACK = "127.0.0.1";

  private final ApiServer api;
  private final String namespace;
  private final Vertx vertx = Vertx.vertx();
  private final HttpClient http = HttpClient.newHttpClient();
  private final KubernetesClient operatorClient;
  private final List<Backend> backends = new ArrayList<>();
  private DataPlane dataPlane;
  private @Nullable GatehouseOperator operator;

  Gateway(ApiServer api, String prefix) {
    this(api, prefix, api.client().getConfiguration());
  }

  /** One whose operator reaches the API server in a way of its own. */
  Gateway(ApiServer api, String prefix, Config operatorConfig) {
    this(api, prefix, OperatorClient.of(operatorConfig));
  }

  /** The same; the client is closed with it. */
  Gateway(ApiServer api, String prefix, KubernetesClient operatorClient) {
    this.api = api;
    this.namespace = api.namespace(prefix);
    Crds.install(api);
    this.operatorClient = operatorClient;
    this.dataPlane = startDataPlane(vertx, LOOPBACK, 0);
    startOperator();
  }

  String namespace() {
    return namespace;
  }

  void startOperator() {
    startOperator(URI.create("http://127.0.0.1:" + dataPlane.pushPort()));
  }

  /** One that reaches the pod by way of another address. */
  void startOperator(URI push) {
    var pod = new Pod("pod-1", namespace, push, true);
    operator =
        GatehouseOperator.start(
            operatorClient,
            OperatorSettings.standard("one")
                .inNamespace(namespace)
                .withPods(Set.of(pod))
                .withPorts(new OperatorSettings.Ports(0, 0, 0)));
  }

  /** One that finds its pods by their label, and pushes to each where this fleet's own listens. */
  void restartOperatorByLabel() {
    stopOperator();
    operator =
        GatehouseOperator.start(
            operatorClient,
            OperatorSettings.standard("one")
                .inNamespace(namespace)
                .withPorts(new OperatorSettings.Ports(dataPlane.pushPort(), 0, 0)));
  }

  /**
   * Starts another data plane of the fleet, with the same push port at another address.
   *
   * @param own servers of one Vert.x that take any port share what they get
   */
  DataPlane startAnother(Vertx own, String pushHost) {
    return startAnother(own, pushHost, DataPlaneSettings.standard());
  }

  /** The same, with settings of its own but for where it listens. */
  DataPlane startAnother(Vertx own, String pushHost, DataPlaneSettings settings) {
    return startDataPlane(own, pushHost, dataPlane.pushPort(), settings);
  }

  /** Where this fleet's own pod is pushed to; others are at other addresses. */
  int pushPort() {
    return dataPlane.pushPort();
  }

  void stopOperator() {
    requireNonNull(operator).close();
    operator = null;
  }

  /** What its metrics page says of a series, or of all of a name together; 0 for none. */
  double metric(String series) {
    String page = body(requireNonNull(operator).healthPort(), "/metrics");
    return page.lines()
        .filter(line -> line.startsWith(series))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  /** Where the operator answers people. */
  int inspectPort() {
    return requireNonNull(operator).inspectPort();
  }

  /** What keeps the operator from its work. */
  List<String> problems() {
    return requireNonNull(operator).problems();
  }

  void restartOperator() {
    stopOperator();
    startOperator();
  }

  /** From now on nobody listens there. */
  void stopDataPlane() {
    dataPlane.close().toCompletionStage().toCompletableFuture().join();
  }

  /** A container restart: the same address, and nothing remembered. */
  void restartDataPlane() {
    int port = dataPlane.pushPort();
    stopDataPlane();
    dataPlane = startDataPlane(vertx, LOOPBACK, port);
  }

  /** Starts a backend that answers with {@code name}, and its Service with one endpoint. */
  Backend backend(String name) {
    var backend = new Backend(name);
    backends.add(backend);
    service(name);
    endpoints(name, backend);
    return backend;
  }

  void service(String name) {
    apply(
        """
        apiVersion: v1
        kind: Service
        metadata: {name: %s}
        spec: {clusterIP: None, ports: [{name: http, port: 80}]}
        """
            .formatted(name));
  }

  /** The Service's one slice, which holds this and no other. */
  void endpoints(String service, Backend backend) {
    endpoints(service, backend, true);
  }

  /** The same, of one that is not ready, as when all pods of a Service have gone. */
  void noEndpoints(String service, Backend backend) {
    endpoints(service, backend, false);
  }

  private void endpoints(String service, Backend backend, boolean ready) {
    apply(
        """
        apiVersion: discovery.k8s.io/v1
        kind: EndpointSlice
        addressType: IPv4
        metadata: {name: %s-1, labels: {kubernetes.io/service-name: %s}}
        ports: [{name: http, port: %d}]
        endpoints: [{addresses: ["%s"], conditions: {ready: %s}}]
        """
            .formatted(service, service, backend.port(), backend.address(), ready));
  }

  /** A route of one rule for everything under {@code path}. */
  void route(String name, String path, String service) {
    rule(
        name,
        """
        matches: [{path: {type: PathPrefix, value: %s}}]
            backendRefs: [{name: %s, port: 80}]"""
            .formatted(path, service));
  }

  /** A route of one rule, given as the YAML inside it. */
  void rule(String name, String rule) {
    apply(
        """
        apiVersion: gatehouse.dev/v1alpha1
        kind: GatewayRoute
        metadata: {name: %s}
        spec:
          gateway: %s
          rules:
          - name: all
            %s
        """
            .formatted(name, namespace, rule));
  }

  void apply(String yaml) {
    api.client()
        .load(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)))
        .inNamespace(namespace)
        .forceConflicts()
        .serverSideApply();
  }

  void delete(String route) {
    api.client().resources(GatewayRoute.class).inNamespace(namespace).withName(route).delete();
  }

  GatewayRoute read(String route) {
    return requireNonNull(
        api.client().resources(GatewayRoute.class).inNamespace(namespace).withName(route).get());
  }

  String resourceVersion(String route) {
    return read(route).getMetadata().getResourceVersion();
  }

  @Nullable Condition condition(String route, String type) {
    GatewayRouteStatus status = read(route).getStatus();
    if (status == null || status.conditions() == null) {
      return null;
    }
    long generation = read(route).getMetadata().getGeneration();
    return status.conditions().stream()
        .filter(c -> c.getType().equals(type) && c.getObservedGeneration() == generation)
        .findFirst()
        .orElse(null);
  }

  /** Waits until the newest generation's condition has this reason. */
  void await(String route, String type, String reason) {
    Eventually.until(
        () -> type + " is " + reason + " in " + read(route).getStatus(),
        PATIENCE,
        () -> {
          Condition condition = condition(route, type);
          return condition != null && condition.getReason().equals(reason);
        });
  }

  void awaitProgrammed(String route) {
    await(route, "Programmed", "Programmed");
  }

  /** Waits until a request is answered so. */
  void awaitAnswer(String path, String answer) {
    awaitAnswer(path, answer, PATIENCE);
  }

  /** The same, where it is promised within a time. */
  void awaitAnswer(String path, String answer, Duration within) {
    awaitAnswer(dataPlane, path, answer, within);
  }

  /** The same, of another data plane. */
  void awaitAnswer(DataPlane other, String path, String answer) {
    awaitAnswer(other, path, answer, PATIENCE);
  }

  private void awaitAnswer(DataPlane of, String path, String answer, Duration within) {
    Eventually.until(
        () -> "GET " + path + " gives " + answer + " but " + answer(request(of, path)),
        within,
        () -> answer(request(of, path)).equals(answer));
  }

  /** Status and body of an answer; of one that is no success only the status. */
  String get(String path) {
    return answer(request(path));
  }

  /** The answer to a request that backends count. */
  String get(String path, String id) {
    return answer(request(path).header(Backend.ID, id));
  }

  /** The same, with a body. */
  String post(String path, String id) {
    return answer(
        request(path).header(Backend.ID, id).POST(HttpRequest.BodyPublishers.ofString(id)));
  }

  /** The reason that the gateway gives for an answer of its own, with the status. */
  String refusal(String path) {
    HttpResponse<String> answer = send(request(path));
    return answer.statusCode() + " " + answer.headers().firstValue("proxy-status").orElse("");
  }

  private HttpRequest.Builder request(String path) {
    return request(dataPlane, path);
  }

  private String body(int port, String path) {
    return send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))).body();
  }

  private static HttpRequest.Builder request(DataPlane to, String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + to.trafficPort() + path))
        .timeout(Duration.ofSeconds(10));
  }

  private String answer(HttpRequest.Builder request) {
    try {
      HttpResponse<String> response = send(request);
      return response.statusCode() == 200
          ? "200 " + response.body()
          : String.valueOf(response.statusCode());
    } catch (UncheckedIOException e) {
      return e.toString();
    }
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    if (operator != null) {
      operator.close();
    }
    operatorClient.close();
    dataPlane.close().toCompletionStage().toCompletableFuture().join();
    vertx.close().toCompletionStage().toCompletableFuture().join();
    http.close();
    backends.forEach(Backend::close);
    api.client().resources(GatewayRoute.class).inNamespace(namespace).delete();
  }

  private DataPlane startDataPlane(Vertx on, String pushHost, int pushPort) {
    return startDataPlane(on, pushHost, pushPort, DataPlaneSettings.standard());
  }

  private DataPlane startDataPlane(
      Vertx on, String pushHost, int pushPort, DataPlaneSettings settings) {
    var any = new Listener(LOOPBACK, 0);
    var own =
        settings
            .withFleet(namespace)
            .withLoops(2)
            .withListeners(any, new Listener(pushHost, pushPort), any);
    return DataPlane.start(on, own).toCompletionStage().toCompletableFuture().join();
  }
}
