package dev.gatehouse.operator.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
    assertTrue(troubles.failed(LARGE, 1, tooLarge()));
    assertFalse(troubles.failed(LARGE, 1, tooLarge()), "told already");

    assertTrue(troubles.rest(LARGE, 1).isPositive());
    assertEquals(Duration.ZERO, troubles.rest(OTHER, 1));
    assertNull(troubles.refusal());
    troubles.ended(LARGE);
    assertEquals(Duration.ZERO, troubles.rest(LARGE, 1));
  }

  @Test
  void oneOfAGenerationIsNoMatterOfTheNext() {
    troubles.failed(LARGE, 1, tooLarge());

    assertEquals(Duration.ZERO, troubles.rest(LARGE, 2));
    assertTrue(troubles.failed(LARGE, 2, tooLarge()));
  }

  @Test
  void oneOfManyRoutesIsAMatterOfAll() {
    for (int i = 1; i < StatusTroubles.MANY; i++) {
      troubles.failed(new ObjectKey("GatewayRoute", "shop", "denied-" + i), 1, tooLarge());
    }
    assertEquals(Duration.ZERO, troubles.rest(OTHER, 1));

    troubles.failed(LARGE, 1, tooLarge());

    assertTrue(troubles.rest(OTHER, 1).isPositive());
    assertEquals("etcdserver: request is too large", troubles.refusal());
  }

  @Test
  void oneOfTheApiServerIsAMatterOfAll() {
    troubles.failed(LARGE, 1, answer(403, "User \"op\" cannot patch resource"));

    assertTrue(troubles.rest(OTHER, 1).isPositive());
    assertEquals("User \"op\" cannot patch resource", troubles.refusal());
  }

  private static KubernetesClientException tooLarge() {
    return answer(500, "etcdserver: request is too large");
  }

  private static KubernetesClientException answer(int code, String message) {
    return new KubernetesClientException(
        new StatusBuilder().withCode(code).withMessage(message).build());
  }
}
