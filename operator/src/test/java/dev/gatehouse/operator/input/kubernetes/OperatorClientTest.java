package dev.gatehouse.operator.input.kubernetes;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.WatchEvent;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.gatewayapi.v1beta1.ReferenceGrant;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class OperatorClientTest {
  /** The last stands for all that the operator doesn't watch. */
  static Stream<Arguments> kinds() {
    return Stream.of(
        Arguments.of("gatehouse.dev/v1alpha1", "GatewayRoute", WatchedRoute.class),
        Arguments.of("v1", "Namespace", Namespace.class),
        Arguments.of("v1", "Service", Service.class),
        Arguments.of("v1", "Pod", Pod.class),
        Arguments.of("discovery.k8s.io/v1", "EndpointSlice", EndpointSlice.class),
        Arguments.of("gateway.networking.k8s.io/v1beta1", "ReferenceGrant", ReferenceGrant.class),
        Arguments.of("v1", "Status", Status.class),
        Arguments.of("apps/v1", "Deployment", GenericKubernetesResource.class));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void whatWatchesBringIsReadAsItsKind(String apiVersion, String kind, Class<?> type) {
    String event =
        """
        {"type": "MODIFIED", "object": {"apiVersion": "%s", "kind": "%s", "metadata": {}}}
        """
            .formatted(apiVersion, kind);
    try (KubernetesClient client = OperatorClient.of(Config.empty())) {
      WatchEvent read = client.getKubernetesSerialization().unmarshal(event, WatchEvent.class);

      assertEquals(type, requireNonNull(read.getObject()).getClass());
    }
  }
}
