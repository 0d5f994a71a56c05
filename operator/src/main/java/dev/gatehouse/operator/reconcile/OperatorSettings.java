package dev.gatehouse.operator.reconcile;

import dev.gatehouse.operator.lead.LeaseSettings;
import dev.gatehouse.operator.publish.Pod;
import dev.gatehouse.operator.publish.PublishSettings;
import dev.gatehouse.operator.view.ClusterView;
import java.time.Duration;
import java.util.Set;

/**
 * What an operator is started with.
 *
 * @param namespace its own, where its Lease is, and the data-plane pods are looked for
 * @param lease by which one of several leads
 * @param pods data-plane pods at fixed addresses; where there are none they are found by label
 * @param pushPort of pods that are found by label
 * @param healthPort of the health endpoint; 0 for any free one
 * @param programmedWithin after which a pod that has not acknowledged is said to lag
 */
public record OperatorSettings(
    String namespace,
    LeaseSettings lease,
    Set<Pod> pods,
    int pushPort,
    int healthPort,
    Duration programmedWithin,
    ClusterView.Settings view,
    PublishSettings publish) {
  /** The defaults, for an operator that the Lease shows under this name. */
  public static OperatorSettings standard(String identity) {
    return new OperatorSettings(
        "gatehouse-system",
        LeaseSettings.standard(identity),
        Set.of(),
        9901,
        8081,
        Duration.ofSeconds(10),
        ClusterView.Settings.CLUSTER,
        PublishSettings.STANDARD);
  }

  public OperatorSettings {
    if (namespace.isBlank()) {
      throw new IllegalArgumentException("--namespace is empty; it is the operator's own");
    }
    pods = Set.copyOf(pods);
  }

  public OperatorSettings inNamespace(String name) {
    return new OperatorSettings(
        name, lease, pods, pushPort, healthPort, programmedWithin, view, publish);
  }

  public OperatorSettings withLease(LeaseSettings by) {
    return new OperatorSettings(
        namespace, by, pods, pushPort, healthPort, programmedWithin, view, publish);
  }

  public OperatorSettings withPods(Set<Pod> fixed) {
    return new OperatorSettings(
        namespace, lease, fixed, pushPort, healthPort, programmedWithin, view, publish);
  }

  public OperatorSettings withPorts(int push, int health) {
    return new OperatorSettings(
        namespace, lease, pods, push, health, programmedWithin, view, publish);
  }

  public OperatorSettings withPublish(PublishSettings how) {
    return new OperatorSettings(
        namespace, lease, pods, pushPort, healthPort, programmedWithin, view, how);
  }
}
