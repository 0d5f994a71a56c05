package dev.gatehouse.e2e.cluster;

import dev.gatehouse.crds.CrdFile;
import dev.gatehouse.e2e.Eventually;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Gatehouse, installed from the chart with the images that {@code e2e/cluster/images} built. */
final class Installation {
  static final String NAMESPACE = "gatehouse-system";
  private static final Pattern OF_KUBERNETES =
      Pattern.compile(
          "configmap/kube-root-ca.crt|serviceaccount/default|event(\\.events.k8s.io)?/.*");
  private static final String AUTOSCALER =
      """
      apiVersion: autoscaling/v2
      kind: HorizontalPodAutoscaler
      metadata: {name: NAME}
      spec:
        scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: NAME}
        minReplicas: MIN
        maxReplicas: MAX
        metrics:
        - type: Resource
          resource: {name: cpu, target: {type: Utilization, averageUtilization: 100}}
        behavior:
          scaleDown:
            stabilizationWindowSeconds: 15
            policies: [{type: Pods, value: 2, periodSeconds: 15}]
      """;

  private static final Map<String, String> FLEET = Map.of("gatehouse.dev/gateway", "default");

  private final Cluster cluster;

  Installation(Cluster cluster) {
    this.cluster = cluster;
  }

  /** Returns with everything Ready. */
  void install() {
    cluster.createNamespace(NAMESPACE);
    for (CrdFile file : CrdFile.values()) {
      cluster.apply(NAMESPACE, file.yaml());
    }
    Programs.run(List.of("kubectl", "apply", "-f", Programs.script("gatehouse.yaml")));
    cluster.awaitRollout(NAMESPACE, operator().getMetadata().getName());
    cluster.awaitRollout(NAMESPACE, dataPlane().getMetadata().getName());
  }

  void uninstall() {
    Programs.run(List.of("kubectl", "delete", "--wait", "-f", Programs.script("gatehouse.yaml")));
  }

  /** What is in its namespace, but for what Kubernetes itself puts into each. */
  List<String> leftovers() {
    String kinds =
        Programs.run(
            List.of("kubectl", "api-resources", "--namespaced", "--verbs=list", "-o", "name"));
    String listed = String.join(",", kinds.strip().split("\\s+"));
    return Programs.run(List.of("kubectl", "get", "-n", NAMESPACE, "-o", "name", listed))
        .lines()
        .filter(name -> !OF_KUBERNETES.matcher(name).matches())
        .toList();
  }

  /** A second pod, as soon as its container runs. */
  Pod anotherDataPlanePod() {
    Deployment deployment = dataPlane();
    Set<String> before = names(dataPlanePods());
    cluster
        .client()
        .apps()
        .deployments()
        .resource(deployment)
        .scale(deployment.getSpec().getReplicas() + 1);
    var fresh = new AtomicReference<Pod>();
    Eventually.until(
        "a new pod's container runs",
        Cluster.PATIENCE,
        () ->
            dataPlanePods().stream()
                .filter(pod -> !before.contains(pod.getMetadata().getName()))
                .filter(
                    pod ->
                        pod.getStatus().getContainerStatuses().stream()
                            .anyMatch(container -> container.getState().getRunning() != null))
                .peek(fresh::set)
                .findFirst()
                .isPresent());
    return fresh.get();
  }

  /** Lets the cluster decide on the number of pods, by CPU. */
  void autoscale(int min, int max) {
    cluster.apply(
        NAMESPACE,
        AUTOSCALER
            .replace("NAME", dataPlane().getMetadata().getName())
            .replace("MIN", "" + min)
            .replace("MAX", "" + max));
  }

  void stopAutoscaling() {
    cluster
        .client()
        .autoscaling()
        .v2()
        .horizontalPodAutoscalers()
        .inNamespace(NAMESPACE)
        .withName(dataPlane().getMetadata().getName())
        .delete();
  }

  /** The pod that holds the Lease. */
  Pod leader() {
    return cluster.pods(operator()).stream()
        .filter(pod -> pod.getMetadata().getName().equals(holder()))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no pod is the Lease's holder " + holder()));
  }

  /** Waits until another than this one holds the Lease. */
  void awaitLeaderOtherThan(Pod before, Duration atMost) {
    Eventually.until(
        () -> "another leads than " + holder(),
        atMost,
        () -> !holder().isEmpty() && !holder().equals(before.getMetadata().getName()));
  }

  private String holder() {
    var spec =
        cluster.client().leases().inNamespace(NAMESPACE).withName("gatehouse").require().getSpec();
    return spec == null ? "" : Objects.requireNonNullElse(spec.getHolderIdentity(), "");
  }

  private static Set<String> names(List<Pod> pods) {
    return pods.stream().map(pod -> pod.getMetadata().getName()).collect(Collectors.toSet());
  }

  Deployment operator() {
    return deployment("app.kubernetes.io/component", "operator");
  }

  Deployment dataPlane() {
    return deployment("gatehouse.dev/gateway", "default");
  }

  /** Where clients reach the default fleet. */
  InetSocketAddress gateway() {
    int port =
        cluster.client().services().inNamespace(NAMESPACE).list().getItems().stream()
            .filter(service -> "NodePort".equals(service.getSpec().getType()))
            .flatMap(service -> service.getSpec().getPorts().stream())
            .filter(port_ -> port_.getName().equals("http"))
            .findFirst()
            .orElseThrow()
            .getNodePort();
    return new InetSocketAddress(cluster.nodeAddress(), port);
  }

  private Deployment deployment(String label, String value) {
    return cluster.client().apps().deployments().inNamespace(NAMESPACE).list().getItems().stream()
        .filter(
            deployment ->
                value.equals(
                    deployment.getSpec().getTemplate().getMetadata().getLabels().get(label)))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no Deployment whose pods are " + value));
  }

  List<Pod> dataPlanePods() {
    return cluster.pods(NAMESPACE, FLEET);
  }
}
