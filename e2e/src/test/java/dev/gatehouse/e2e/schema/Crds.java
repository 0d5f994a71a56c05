package dev.gatehouse.e2e.schema;

import dev.gatehouse.crds.CrdFile;
import dev.gatehouse.e2e.Eventually;
import dev.gatehouse.e2e.apiserver.ApiServer;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Duration;

/** Puts our definitions into an API server. */
public final class Crds {
  /** As much of the Gateway API's own definition as the operator reads. */
  private static final String REFERENCE_GRANTS =
      """
      apiVersion: apiextensions.k8s.io/v1
      kind: CustomResourceDefinition
      metadata:
        name: referencegrants.gateway.networking.k8s.io
        annotations:
          api-approved.kubernetes.io: https://github.com/kubernetes-sigs/gateway-api/pull/2997
      spec:
        group: gateway.networking.k8s.io
        scope: Namespaced
        names: {kind: ReferenceGrant, plural: referencegrants, singular: referencegrant}
        versions:
        - name: v1beta1
          served: true
          storage: true
          schema:
            openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}
      """;

  private Crds() {}

  /** Returns once objects of the kinds are taken. */
  public static void install(ApiServer api) {
    for (CrdFile file : CrdFile.values()) {
      install(api, file.yaml());
    }
  }

  /** The Gateway API's ReferenceGrant, which clusters have or not. */
  public static void installReferenceGrants(ApiServer api) {
    install(api, REFERENCE_GRANTS);
    Eventually.until(
        "ReferenceGrants can be listed",
        Duration.ofSeconds(20),
        () -> api.kubectl("get", "referencegrants", "-A").exitCode() == 0);
  }

  private static void install(ApiServer api, String yaml) {
    var crd = new KubernetesSerialization().unmarshal(yaml, CustomResourceDefinition.class);
    api.client().resource(crd).forceConflicts().serverSideApply();
    Eventually.until(
        crd.getMetadata().getName() + " is established",
        Duration.ofSeconds(20),
        () -> isEstablished(api, crd));
  }

  private static boolean isEstablished(ApiServer api, CustomResourceDefinition crd) {
    var found = api.client().resource(crd).get();
    return found.getStatus() != null
        && found.getStatus().getConditions().stream()
            .anyMatch(
                condition ->
                    condition.getType().equals("Established")
                        && condition.getStatus().equals("True"));
  }
}
