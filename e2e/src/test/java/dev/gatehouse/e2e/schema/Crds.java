package dev.gatehouse.e2e.schema;

import dev.gatehouse.crds.CrdFile;
import dev.gatehouse.e2e.Eventually;
import dev.gatehouse.e2e.apiserver.ApiServer;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionStatus;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Puts definitions of kinds into an API server, and takes them out. */
public final class Crds {
  private static final String ROUTES = "gatewayroutes.gatehouse.dev";
  private static final String GRANTS = "referencegrants.gateway.networking.k8s.io";

  /** As much of the Gateway API's own definition as the operator reads. */
  private static final String REFERENCE_GRANTS =
      """
      apiVersion: apiextensions.k8s.io/v1
      kind: CustomResourceDefinition
      metadata:
        name: %s
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
      """
          .formatted(GRANTS);

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private Crds() {}

  /** Returns once objects of the kinds are taken. */
  public static void install(ApiServer api) {
    for (CrdFile file : CrdFile.values()) {
      install(api, file.yaml());
    }
  }

  /** A definition of GatewayRoute as another version of Gatehouse may bring it. */
  public static void installOther(ApiServer api, UnaryOperator<String> change) {
    install(api, change.apply(CrdFile.GATEWAY_ROUTE.yaml()));
  }

  /** Takes GatewayRoute out, with all objects of it. */
  public static void uninstall(ApiServer api) {
    var definitions = api.client().apiextensions().v1().customResourceDefinitions();
    definitions.withName(ROUTES).delete();
    Eventually.until(
        ROUTES + " is gone", PATIENCE, () -> definitions.withName(ROUTES).get() == null);
  }

  /** The Gateway API's ReferenceGrant, which clusters have or not. */
  public static void installReferenceGrants(ApiServer api) {
    install(api, REFERENCE_GRANTS);
    awaitReferenceGrants(api, true);
  }

  /** Takes the kind out, with all objects of it; does nothing where it isn't installed. */
  public static void uninstallReferenceGrants(ApiServer api) {
    api.client().apiextensions().v1().customResourceDefinitions().withName(GRANTS).delete();
    awaitReferenceGrants(api, false);
  }

  private static void awaitReferenceGrants(ApiServer api, boolean installed) {
    Eventually.until(
        "ReferenceGrants can" + (installed ? "" : "not") + " be listed",
        PATIENCE,
        () -> api.kubectl("get", "referencegrants", "-A").exitCode() == 0 == installed);
  }

  private static void install(ApiServer api, String yaml) {
    var crd = new KubernetesSerialization().unmarshal(yaml, CustomResourceDefinition.class);
    api.client().resource(crd).forceConflicts().serverSideApply();
    Eventually.until(
        crd.getMetadata().getName() + " is established",
        PATIENCE,
        () -> isEstablished(api.client().resource(crd).get()));
  }

  /** A definition made a moment ago may have no status, or one without conditions. */
  private static boolean isEstablished(@Nullable CustomResourceDefinition crd) {
    return Optional.ofNullable(crd)
        .map(CustomResourceDefinition::getStatus)
        .map(CustomResourceDefinitionStatus::getConditions)
        .stream()
        .flatMap(List::stream)
        .anyMatch(c -> c.getType().equals("Established") && c.getStatus().equals("True"));
  }
}
