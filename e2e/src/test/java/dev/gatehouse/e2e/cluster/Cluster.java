package dev.gatehouse.e2e.cluster;

import dev.gatehouse.crds.v1alpha1.GatewayRoute;
import dev.gatehouse.e2e.Eventually;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What tests do in the cluster that KUBECONFIG names. */
final class Cluster implements AutoCloseable {
  /** For what takes a cluster seconds, on a machine that has other things to do. */
  static final Duration PATIENCE = Duration.ofMinutes(3);

  private final KubernetesClient client = new KubernetesClientBuilder().build();

  Cluster() {
    client.getKubernetesSerialization().registerKubernetesResource(GatewayRoute.class);
  }

  KubernetesClient client() {
    return client;
  }

  void createNamespace(String name) {
    client
        .namespaces()
        .resource(new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build())
        .serverSideApply();
  }

  /** Deletes it with all that is in it, and waits until it is gone. */
  void deleteNamespace(String name) {
    client.namespaces().withName(name).delete();
    Eventually.until(
        "namespace " + name + " is gone",
        PATIENCE,
        () -> client.namespaces().withName(name).get() == null);
  }

  /** As kubectl apply --server-side does. */
  void apply(String namespace, String yaml) {
    client
        .load(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)))
        .inNamespace(namespace)
        .forceConflicts()
        .serverSideApply();
  }

  Deployment deployment(String namespace, String name) {
    return client.apps().deployments().inNamespace(namespace).withName(name).require();
  }

  /** Makes all its pods anew, as {@code kubectl rollout restart} does, and waits for the end. */
  void restart(String namespace, String name) {
    client.apps().deployments().inNamespace(namespace).withName(name).rolling().restart();
    awaitRollout(namespace, name);
  }

  void scale(String namespace, String name, int replicas) {
    client.apps().deployments().inNamespace(namespace).withName(name).scale(replicas);
    awaitRollout(namespace, name);
  }

  /** Until as many pods are Ready as are wanted, all of the newest kind, and no other is left. */
  void awaitRollout(String namespace, String name) {
    Eventually.until(
        () -> name + " is rolled out: " + deployment(namespace, name).getStatus(),
        PATIENCE,
        () -> isRolledOut(deployment(namespace, name)));
  }

  private boolean isRolledOut(Deployment deployment) {
    var status = deployment.getStatus();
    int wanted = deployment.getSpec().getReplicas();
    return deployment.getMetadata().getGeneration().equals(status.getObservedGeneration())
        && wanted == or0(status.getUpdatedReplicas())
        && wanted == or0(status.getAvailableReplicas())
        && wanted == pods(deployment).size();
  }

  List<Pod> pods(Deployment deployment) {
    return pods(
        deployment.getMetadata().getNamespace(),
        deployment.getSpec().getSelector().getMatchLabels());
  }

  List<Pod> pods(String namespace, Map<String, String> labels) {
    return client.pods().inNamespace(namespace).withLabels(labels).list().getItems();
  }

  /** How often the first container of a pod was started again. */
  static int restarts(Pod pod) {
    return pod.getStatus().getContainerStatuses().getFirst().getRestartCount();
  }

  int ready(Deployment deployment) {
    return (int) pods(deployment).stream().filter(Readiness::isPodReady).count();
  }

  /** An address at which NodePorts answer. */
  String nodeAddress() {
    return client.nodes().list().getItems().getFirst().getStatus().getAddresses().stream()
        .filter(address -> address.getType().equals("InternalIP"))
        .findFirst()
        .orElseThrow()
        .getAddress();
  }

  @Override
  public void close() {
    client.close();
  }

  private static int or0(@Nullable Integer count) {
    return count == null ? 0 : count;
  }
}
