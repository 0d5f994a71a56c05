package dev.gatehouse.e2e.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gatehouse.crds.v1alpha1.GatewayRoute;
import dev.gatehouse.e2e.Eventually;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executors;

/** Backends, the route that leads to them, and the ledger of what they executed. */
final class Shop {
  static final String NAMESPACE = "shop";
  private static final String LEDGER = "/api/v1/namespaces/shop/services/ledger:80/proxy/";

  private static final String BACKEND =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: NAME, labels: {app: NAME}}
      spec:
        replicas: REPLICAS
        selector: {matchLabels: {app: NAME}}
        strategy: {rollingUpdate: {maxUnavailable: 0, maxSurge: 1}}
        template:
          metadata: {labels: {app: NAME}}
          spec:
            automountServiceAccountToken: false
            containers:
            - name: echo
              image: localhost/gatehouse/echo:e2e
              imagePullPolicy: Never
              args: [ARGUMENTS]
              ports: [{name: http, containerPort: 8080}]
              readinessProbe: {tcpSocket: {port: http}, periodSeconds: 1}
              resources: {requests: {cpu: 10m, memory: 16Mi}}
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: NAME}
      spec:
        selector: {app: NAME}
        ports:
        - {name: http, port: 80, targetPort: http}
        - {name: h2c, port: 81, targetPort: http, appProtocol: kubernetes.io/h2c}
      """;

  private static final String ROUTE =
      """
      apiVersion: gatehouse.dev/v1alpha1
      kind: GatewayRoute
      metadata: {name: shop}
      spec:
        rules:
        - name: all
          backendRefs:
          - {name: v1, port: 80, weight: OLD}
          - {name: v2, port: 80, weight: NEW}
        - name: by-http2
          matches:
          - path: {type: PathPrefix, value: /h2}
          - path: {type: PathPrefix, value: /shop.Echo}
          backendRefs:
          - {name: v1, port: 81, weight: OLD}
          - {name: v2, port: 81, weight: NEW}
        - name: talks
          matches:
          - path: {type: PathPrefix, value: /ws}
          upgrades: [WebSocket]
          backendRefs:
          - {name: v1, port: 80, weight: OLD}
          - {name: v2, port: 80, weight: NEW}
      """;

  private static final String TO_NOTHING =
      """
      apiVersion: gatehouse.dev/v1alpha1
      kind: GatewayRoute
      metadata: {name: nothing}
      spec:
        hostnames: [nothing.example]
        rules:
        - name: all
          backendRefs: [{name: nothing, port: 80}]
      """;

  private static final String ONE_OF_MANY =
      """
      apiVersion: gatehouse.dev/v1alpha1
      kind: GatewayRoute
      metadata: {name: route-NUMBER}
      spec:
        hostnames: [host-NUMBER.example]
        rules:
        - name: all
          matches: [{path: {type: PathPrefix, value: /api}}]
          backendRefs: [{name: v1, port: 80}]
      """;

  private final ObjectMapper json = new ObjectMapper();
  private final Cluster cluster;

  /** Two versions with two pods each, and all are Ready. */
  Shop(Cluster cluster) {
    this.cluster = cluster;
    cluster.createNamespace(NAMESPACE);
    deploy("ledger", 1, "-keep-ledger, -linger, 0s");
    deploy("v1", 2, "-name, v1, -ledger, \"http://ledger\"");
    deploy("v2", 2, "-name, v2, -ledger, \"http://ledger\"");
    for (String name : new String[] {"ledger", "v1", "v2"}) {
      cluster.awaitRollout(NAMESPACE, name);
    }
  }

  /** Of a hundred requests so many to each; returns when pods serve it. */
  void split(int v1, int v2) {
    cluster.apply(NAMESPACE, ROUTE.replace("OLD", "" + v1).replace("NEW", "" + v2));
    awaitProgrammed();
  }

  /** Adds a route whose backend is not there, for answers with 5xx. */
  void routeToNothing() {
    cluster.apply(NAMESPACE, TO_NOTHING);
  }

  /** Adds so many routes, each with a host of its own, and waits until all statuses say so. */
  void routes(int count) {
    try (var clients = Executors.newFixedThreadPool(8)) {
      for (int i = 1; i <= count; i++) {
        String yaml = ONE_OF_MANY.replace("NUMBER", String.valueOf(i));
        clients.execute(() -> cluster.apply(NAMESPACE, yaml));
      }
    }
    awaitProgrammed();
  }

  /** Until the newest generation of each route is live, as {@code kubectl wait} would see it. */
  private void awaitProgrammed() {
    Eventually.until(
        () -> "each is programmed: " + notProgrammed(),
        Cluster.PATIENCE,
        () -> notProgrammed().isEmpty());
  }

  private List<GatewayRoute> notProgrammed() {
    return cluster
        .client()
        .resources(GatewayRoute.class)
        .inNamespace(NAMESPACE)
        .list()
        .getItems()
        .stream()
        .filter(route -> !isProgrammed(route))
        .toList();
  }

  private static boolean isProgrammed(GatewayRoute route) {
    return route.getStatus() != null
        && route.getStatus().conditions() != null
        && route.getStatus().conditions().stream()
            .filter(condition -> condition.getType().equals("Programmed"))
            .filter(condition -> condition.getStatus().equals("True"))
            .anyMatch(
                condition ->
                    Objects.equals(
                        condition.getObservedGeneration(), route.getMetadata().getGeneration()));
  }

  /** What backends executed of the requests whose ids begin with this. */
  Executions executions(String run) {
    try {
      return json.readValue(cluster.client().raw(LEDGER + run), Executions.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the ledger is unreadable", e);
    }
  }

  /**
   * A page of the ledger.
   *
   * @param executed how many different requests came
   * @param repeated those that came more than once, by id, and how often
   */
  record Executions(int executed, Map<String, Integer> repeated) {}

  private void deploy(String name, int replicas, String arguments) {
    cluster.apply(
        NAMESPACE,
        BACKEND
            .replace("NAME", name)
            .replace("REPLICAS", String.valueOf(replicas))
            .replace("ARGUMENTS", arguments));
  }
}
