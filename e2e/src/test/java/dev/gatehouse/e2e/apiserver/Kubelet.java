package dev.gatehouse.e2e.apiserver;

import dev.gatehouse.operator.input.kubernetes.PodInput;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import io.fabric8.kubernetes.api.model.PodIP;
import io.fabric8.kubernetes.client.dsl.PodResource;

/** Says in one namespace which data-plane pods there are, where no kubelet does. */
public final class Kubelet {
  private final ApiServer api;
  private final String namespace;
  private final String fleet;

  /** One for the pods of a fleet. */
  public Kubelet(ApiServer api, String namespace, String fleet) {
    this.api = api;
    this.namespace = namespace;
    this.fleet = fleet;
  }

  /** There is a pod of this name, and it runs. */
  public void start(String name, String address, boolean ready) {
    Pod pod =
        new PodBuilder()
            .withNewMetadata()
            .withName(name)
            .addToLabels(PodInput.FLEET, fleet)
            .endMetadata()
            .withNewSpec()
            .addNewContainer()
            .withName("gatehouse")
            .withImage("gatehouse")
            .endContainer()
            .endSpec()
            .build();
    api.client().pods().inNamespace(namespace).resource(pod).create();
    tell(name, "Running", address, ready);
  }

  /** How the pod is now. */
  public void tell(String name, String phase, String address, boolean ready) {
    pod(name)
        .editStatus(
            pod ->
                new PodBuilder(pod)
                    .editOrNewStatus()
                    .withPhase(phase)
                    .withPodIP(address)
                    .withPodIPs(new PodIP(address))
                    .withConditions(ready(ready))
                    .endStatus()
                    .build());
  }

  /** The pod is gone at once. */
  public void delete(String name) {
    pod(name).withGracePeriod(0).delete();
  }

  /** So are all of them. */
  public void deleteAll() {
    api.client().pods().inNamespace(namespace).delete();
  }

  private PodResource pod(String name) {
    return api.client().pods().inNamespace(namespace).withName(name);
  }

  private static PodCondition ready(boolean ready) {
    return new PodConditionBuilder().withType("Ready").withStatus(ready ? "True" : "False").build();
  }
}
