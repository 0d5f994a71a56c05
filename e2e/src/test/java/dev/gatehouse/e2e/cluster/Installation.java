package dev.gatehouse.e2e.cluster;

import dev.gatehouse.e2e.Eventually;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Gatehouse, installed from the chart with the images that {@code e2e/cluster/images} built. */
final class Installation {
  static final String NAMESPACE = "gatehouse-system";
  private static final Pattern OF_KUBERNETES =
      Pattern.compile(
          "configmap/kube-root-ca.crt|serviceaccount/default|event(\\.events.k8s.io)?/.*");
  private static final String RELEASE = "gatehouse";
  private static final String CHART = Programs.root().resolve("charts/gatehouse").toString();
  private static final String VALUES = Programs.file("values.yaml");
  private static final Map<String, String> FLEET = Map.of("gatehouse.dev/gateway", "default");

  private final Cluster cluster;

  Installation(Cluster cluster) {
    this.cluster = cluster;
  }

  /** Returns with everything Ready. */
  void install() {
    helm("install", RELEASE, CHART, "--values", VALUES, "--create-namespace");
    cluster.awaitRollout(NAMESPACE, operator().getMetadata().getName());
    cluster.awaitRollout(NAMESPACE, dataPlane().getMetadata().getName());
  }

  /** Sets values beside those of the installation. */
  void upgrade(String settings) {
    helm("upgrade", RELEASE, CHART, "--values", VALUES, "--set", settings);
  }

  void uninstall() {
    helm("uninstall", RELEASE, "--wait");
  }

  private static void helm(String... arguments) {
    Programs.run(
        Stream.concat(Stream.of("helm", "--namespace", NAMESPACE), Stream.of(arguments)).toList());
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

  /** Returns once nobody leads. */
  void deleteLease() {
    lease().delete();
  }

  void awaitLeader() {
    Eventually.until("somebody leads", Cluster.PATIENCE, () -> !holder().isEmpty());
  }

  /** Its name; empty while nobody leads. */
  private String holder() {
    Lease lease = lease().get();
    return lease == null ? "" : Objects.requireNonNullElse(lease.getSpec().getHolderIdentity(), "");
  }

  private Resource<Lease> lease() {
    return cluster.client().leases().inNamespace(NAMESPACE).withName(RELEASE);
  }

  /** An object of the Prometheus operator's kinds. */
  GenericKubernetesResource monitoring(String kind) {
    return cluster
        .client()
        .genericKubernetesResources("monitoring.coreos.com/v1", kind)
        .inNamespace(NAMESPACE)
        .withName(RELEASE)
        .require();
  }

  /** The dashboard, as Grafana's sidecar would find it. */
  String dashboard() {
    return cluster
        .client()
        .configMaps()
        .inNamespace(NAMESPACE)
        .withLabel("grafana_dashboard")
        .list()
        .getItems()
        .getFirst()
        .getData()
        .values()
        .iterator()
        .next();
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

  /** Of the default fleet. */
  HorizontalPodAutoscaler autoscaler() {
    return cluster
        .client()
        .autoscaling()
        .v2()
        .horizontalPodAutoscalers()
        .inNamespace(NAMESPACE)
        .withName(dataPlane().getMetadata().getName())
        .require();
  }

  /** Waits until its autoscaler has made so many Ready pods of it, and no other is left. */
  void awaitAutoscaled(int pods) {
    Eventually.until(
        () -> pods + " pods by what the autoscaler sees: " + autoscaler().getStatus(),
        Cluster.PATIENCE,
        () -> dataPlanePods().size() == pods && cluster.ready(dataPlane()) == pods);
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
