package dev.gatehouse.operator.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.operator.view.ObjectKey;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class StatusTroublesTest {
  private static final ObjectKey LARGE = new ObjectKey("GatewayRoute", "shop", "large");
  private static final ObjectKey OTHER = new ObjectKey("GatewayRoute", "shop", "other");

  private final StatusTroubles troubles = new StatusTroubles(() -> 0);

  @Test
  void oneOfARouteIsNoMatterOfOthers() {
    troubles.failed(LARGE, answer(500, "etcdserver: request is too large"));

    assertTrue(troubles.rest(LARGE).isPositive());
    assertEquals(Duration.ZERO, troubles.rest(OTHER));
    assertNull(troubles.refusal());
    troubles.ended(LARGE);
    assertEquals(Duration.ZERO, troubles.rest(LARGE));
  }

  @Test
  void oneOfTheApiServerIsAMatterOfAll() {
    troubles.failed(LARGE, answer(403, "User \"op\" cannot patch resource"));

    assertTrue(troubles.rest(OTHER).isPositive());
    assertEquals("User \"op\" cannot patch resource", troubles.refusal());
  }

  private static KubernetesClientException answer(int code, String message) {
    return new KubernetesClientException(
        new StatusBuilder().withCode(code).withMessage(message).build());
  }
}
