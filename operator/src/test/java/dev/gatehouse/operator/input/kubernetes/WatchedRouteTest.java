package dev.gatehouse.operator.input.kubernetes;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.crds.v1alpha1.GatewayRouteStatus;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import org.junit.jupiter.api.Test;

/** Objects that an operator of another version has written. */
class WatchedRouteTest {
  private static final String CONDITIONS =
      """
      [{"type": "Accepted", "status": "True", "reason": "Accepted", "message": "", "novelty": 1,
        "lastTransitionTime": "2026-11-26T00:00:00Z", "observedGeneration": 3}]
      """;

  private final KubernetesSerialization serialization = new KubernetesSerialization();

  @Test
  void aStatusWithMoreInItIsReadAsFarAsItIsKnown() {
    WatchedRoute route =
        read("{\"observedGeneration\": 3, \"conditions\": %s, \"sharding\": {}}", CONDITIONS);

    assertTrue(requireNonNull(route.getStatus()).isComplete());
    assertEquals(3L, requireNonNull(route.said()).observedGeneration());
    assertEquals(1, requireNonNull(requireNonNull(route.said()).conditions()).size());
  }

  @Test
  void aLastGoodSpecThatThisVersionCannotReadIsNotTakenForNone() {
    WatchedRoute route =
        read(
            "{\"observedGeneration\": 3, \"lastGood\": {\"generation\": 2, \"spec\": %s}}",
            "{\"rules\": [{\"name\": \"all\", \"sharding\": {}}]}");

    assertFalse(requireNonNull(route.getStatus()).isComplete());
    assertEquals(3L, requireNonNull(route.said()).observedGeneration());
    assertNull(requireNonNull(route.said()).lastGood());
  }

  @Test
  void oneThatFitsIsComplete() {
    WatchedRoute route =
        read(
            "{\"lastGood\": {\"generation\": 2, \"spec\": %s}}",
            "{\"rules\": [{\"name\": \"all\"}]}");

    assertTrue(requireNonNull(route.getStatus()).isComplete());
    assertNotNull(requireNonNull(route.said()).lastGood());
  }

  @Test
  void whatIsWrittenIsTheStatusItself() {
    var route = new WatchedRoute();
    route.setStatus(new WatchedRoute.Status(new GatewayRouteStatus(3L, 2L, null, null), true));

    assertTrue(
        serialization
            .asJson(route)
            .contains("\"status\":{\"observedGeneration\":3,\"liveGeneration\":2}"),
        () -> serialization.asJson(route));
  }

  private WatchedRoute read(String status, String part) {
    String json =
        """
        {"apiVersion": "gatehouse.dev/v1alpha1", "kind": "GatewayRoute", "metadata": {"name": "r"},
         "status": %s}
        """
            .formatted(status.formatted(part));
    return requireNonNull(serialization.unmarshal(json, WatchedRoute.class));
  }
}
