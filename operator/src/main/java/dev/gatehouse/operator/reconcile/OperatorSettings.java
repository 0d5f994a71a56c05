package dev.gatehouse.operator.reconcile;

import dev.gatehouse.operator.publish.Pod;
import dev.gatehouse.operator.publish.PublishSettings;
import dev.gatehouse.operator.view.ClusterView;
import java.time.Duration;
import java.util.Set;

/**
 * What an operator is started with.
 *
 * @param namespace its own, where its Lease is, and the data-plane pods are looked for
 * @param pods data-plane pods at fixed addresses; where there are none they are found by label
 * @param pushPort of pods that are found by label
 * @param healthPort of the health endpoint; 0 for any free one
 * @param programmedWithin after which a pod that has not acknowledged is said to lag
 */
public record OperatorSettings(
    String namespace,
    Set<Pod> pods,
    int pushPort,
    int healthPort,
    Duration programmedWithin,
    ClusterView.Settings view,
    PublishSettings publish) {
  public static final OperatorSettings STANDARD =
      new OperatorSettings(
          "gatehouse-system",
          Set.of(),
          9901,
          8081,
          Duration.ofSeconds(10),
          ClusterView.Settings.CLUSTER,
          PublishSettings.STANDARD);

  public OperatorSettings {
    if (namespace.isBlank()) {
      throw new IllegalArgumentException("--namespace is empty; it is the operator's own");
    }
    pods = Set.copyOf(pods);
  }

  public OperatorSettings inNamespace(String name) {
    return new OperatorSettings(name, pods, pushPort, healthPort, programmedWithin, view, publish);
  }

  public OperatorSettings withPods(Set<Pod> fixed) {
    return new OperatorSettings(
        namespace, fixed, pushPort, healthPort, programmedWithin, view, publish);
  }

  public OperatorSettings withPorts(int push, int health) {
    return new OperatorSettings(namespace, pods, push, health, programmedWithin, view, publish);
  }
}
