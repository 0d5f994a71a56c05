package dev.gatehouse.operator.input.folder;

import dev.gatehouse.crds.v1alpha1.GatewayRoute;
import dev.gatehouse.operator.input.Reduction;
import dev.gatehouse.operator.view.ClusterObject;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.gatewayapi.v1beta1.ReferenceGrant;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Which kinds a folder may hold, and what becomes of each. */
final class Kinds {
  /** What is to be done with an object of some kind. */
  sealed interface Kind {}

  /** It is read into {@code type}; {@code reduce} may drop it. */
  record Read(
      Class<? extends HasMetadata> type,
      boolean namespaced,
      Function<HasMetadata, @Nullable ClusterObject> reduce)
      implements Kind {}

  /** It is for the cluster that the folder can be applied to, and nothing to a gateway. */
  record Skipped() implements Kind {}

  /** It routes, too, and Gatehouse doesn't read it. */
  record Foreign() implements Kind {}

  /** Nobody knows it; {@code message} says what might be meant. */
  record Unknown(String message) implements Kind {}

  private static final String OURS = "gatehouse.dev/v1alpha1";

  /** API groups of Kubernetes itself, and of what commonly stands beside a gateway. */
  private static final Set<String> WELL_KNOWN_GROUPS =
      Set.of(
          "apiextensions.k8s.io",
          "apps",
          "autoscaling",
          "batch",
          "cert-manager.io",
          "coordination.k8s.io",
          "gateway.networking.k8s.io",
          "monitoring.coreos.com",
          "networking.k8s.io",
          "policy",
          "rbac.authorization.k8s.io",
          "scheduling.k8s.io",
          "storage.k8s.io");

  private static final Set<String> WELL_KNOWN_CORE =
      Set.of(
          "Endpoints",
          "LimitRange",
          "PersistentVolume",
          "PersistentVolumeClaim",
          "Pod",
          "ReplicationController",
          "ResourceQuota",
          "ServiceAccount");

  private Kinds() {}

  static Kind of(String apiVersion, String kind) {
    return switch (apiVersion + " " + kind) {
      case OURS + " GatewayRoute" ->
          new Read(GatewayRoute.class, true, o -> Reduction.of((GatewayRoute) o));
      case "v1 Service" -> new Read(Service.class, true, o -> Reduction.of((Service) o));
      case "v1 Namespace" -> new Read(Namespace.class, false, o -> Reduction.of((Namespace) o));
      // Nothing refers to them yet.
      case "v1 Secret" -> new Read(Secret.class, true, o -> null);
      case "v1 ConfigMap" -> new Read(ConfigMap.class, true, o -> null);
      case "discovery.k8s.io/v1 EndpointSlice" ->
          new Read(EndpointSlice.class, true, o -> Reduction.of((EndpointSlice) o));
      case "gateway.networking.k8s.io/v1beta1 ReferenceGrant",
          "gateway.networking.k8s.io/v1 ReferenceGrant" ->
          new Read(ReferenceGrant.class, true, o -> Reduction.of((ReferenceGrant) o));
      default -> other(apiVersion, kind);
    };
  }

  private static Kind other(String apiVersion, String kind) {
    int slash = apiVersion.indexOf('/');
    String group = slash < 0 ? "" : apiVersion.substring(0, slash);
    if (group.equals("gatehouse.dev")) {
      return new Unknown(
          "there is no " + kind + " in " + apiVersion + "; known is GatewayRoute in " + OURS);
    }
    for (String known :
        List.of(OURS + " GatewayRoute", "v1 Service", "discovery.k8s.io/v1 EndpointSlice")) {
      if (known.endsWith(" " + kind)) {
        return new Unknown(
            "there is no "
                + kind
                + " in "
                + apiVersion
                + "; write \"apiVersion: "
                + known.substring(0, known.indexOf(' '))
                + "\"");
      }
    }
    if (WELL_KNOWN_GROUPS.contains(group) && (kind.equals("Ingress") || kind.endsWith("Route"))) {
      return new Foreign();
    }
    if (WELL_KNOWN_GROUPS.contains(group)
        || (apiVersion.equals("v1") && WELL_KNOWN_CORE.contains(kind))) {
      return new Skipped();
    }
    return new Unknown("unknown kind: " + kind + " in " + apiVersion);
  }
}
