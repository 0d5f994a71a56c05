package dev.gatehouse.operator.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.gatehouse.crds.v1alpha1.GatewayRouteStatus;
import dev.gatehouse.operator.reconcile.StatusBefore.Told;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;

class StatusBeforeTest {
  @Test
  void tellsWhyPodsRefusedAndNothingElse() {
    assertEquals(new Told(3, 2, "a pod refuses it"), Told.by(status("Refused")));
    assertNull(Told.by(status("Invalid")).refusal());
    assertEquals(new Told(0, 0), Told.by(null));
    assertEquals(new Told(0, 0), Told.by(new GatewayRouteStatus(null, null, null, null)));
  }

  private static GatewayRouteStatus status(String reason) {
    var accepted =
        new ConditionBuilder()
            .withType("Accepted")
            .withStatus("False")
            .withReason(reason)
            .withMessage("a pod refuses it")
            .build();
    return new GatewayRouteStatus(3L, 2L, List.of(accepted), null);
  }
}
