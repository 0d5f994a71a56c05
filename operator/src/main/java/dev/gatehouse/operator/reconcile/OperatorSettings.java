package dev.gatehouse.operator.reconcile;

import dev.gatehouse.operator.identity.IdentitySettings;
import dev.gatehouse.operator.inspect.InspectListener;
import dev.gatehouse.operator.lead.LeaseSettings;
import dev.gatehouse.operator.publish.Pod;
import dev.gatehouse.operator.publish.PublishSettings;
import dev.gatehouse.operator.view.ClusterView;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an operator is started with.
 *
 * @param namespace its own, where its Lease is, and the data-plane pods are looked for
 * @param lease by which one of several leads
 * @param pods data-plane pods at fixed addresses; where there are none they are found by label
 * @param identities by which pods and operator know each other; null to push in the clear
 * @param programmedWithin after which a pod that has not acknowledged is said to lag
 */
public record OperatorSettings(
    String namespace,
    LeaseSettings lease,
    Set<Pod> pods,
    Ports ports,
    @Nullable IdentitySettings identities,
    Duration programmedWithin,
    ClusterView.Settings view,
    PublishSettings publish) {
  /**
   * Ports.
   *
   * @param push of pods that are found by label
   * @param health where probes and metrics are; 0 for any that is free
   * @param inspect where people ask, on loopback; 0 for any that is free
   */
  public record Ports(int push, int health, int inspect) {
    /** The defaults. */
    public static final Ports STANDARD = new Ports(9901, 8081, InspectListener.PORT);
  }

  /** The defaults, for an operator that the Lease shows under this name. */
  public static OperatorSettings standard(String identity) {
    return new OperatorSettings(
        "gatehouse-system",
        LeaseSettings.standard(identity),
        Set.of(),
        Ports.STANDARD,
        null,
        Duration.ofSeconds(10),
        ClusterView.Settings.CLUSTER,
        PublishSettings.STANDARD);
  }

  /**
   * Pods are named by addresses that fit the identities.
   *
   * @throws IllegalArgumentException with a sentence that says which doesn't
   */
  public OperatorSettings {
    if (namespace.isBlank()) {
      throw new IllegalArgumentException("--namespace is empty; it is the operator's own");
    }
    pods = Set.copyOf(pods);
    String scheme = scheme(identities);
    for (Pod pod : pods) {
      if (!scheme.equals(pod.pushAddress().getScheme())) {
        throw new IllegalArgumentException(
            "pod %s has to be addressed by %s://, since Secrets for its push channel are %s; it is %s"
                .formatted(
                    pod.name(),
                    scheme,
                    identities == null ? "not named" : "named",
                    pod.pushAddress()));
      }
    }
  }

  /** Of the pods' push addresses. */
  String scheme() {
    return scheme(identities);
  }

  private static String scheme(@Nullable IdentitySettings identities) {
    return identities == null ? "http" : "https";
  }

  public OperatorSettings inNamespace(String name) {
    return new OperatorSettings(
        name, lease, pods, ports, identities, programmedWithin, view, publish);
  }

  public OperatorSettings withLease(LeaseSettings by) {
    return new OperatorSettings(
        namespace, by, pods, ports, identities, programmedWithin, view, publish);
  }

  public OperatorSettings withPods(Set<Pod> fixed) {
    return new OperatorSettings(
        namespace, lease, fixed, ports, identities, programmedWithin, view, publish);
  }

  public OperatorSettings withPorts(Ports others) {
    return new OperatorSettings(
        namespace, lease, pods, others, identities, programmedWithin, view, publish);
  }

  public OperatorSettings withPublish(PublishSettings how) {
    return new OperatorSettings(
        namespace, lease, pods, ports, identities, programmedWithin, view, how);
  }

  /** With pods addressed by {@code https}, so before these are named. */
  public OperatorSettings withIdentities(IdentitySettings by) {
    return new OperatorSettings(namespace, lease, pods, ports, by, programmedWithin, view, publish);
  }
}
