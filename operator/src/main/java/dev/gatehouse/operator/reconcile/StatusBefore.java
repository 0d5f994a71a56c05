package dev.gatehouse.operator.reconcile;

import dev.gatehouse.crds.v1alpha1.GatewayRouteStatus;
import dev.gatehouse.operator.translate.Finding;
import dev.gatehouse.operator.view.ObjectKey;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the process before wrote, so that a restart is not taken for a change. */
@FunctionalInterface
public interface StatusBefore {
  /** Nothing was written, as in a folder. */
  StatusBefore NONE = route -> new Told(0, 0);

  Told of(ObjectKey route);

  /**
   * What a status tells; 0 for nothing.
   *
   * @param observed the generation that it is about
   * @param live the generation that it says is live
   * @param refusal why pods refuse the observed generation; null if they don't
   */
  record Told(long observed, long live, @Nullable String refusal) {
    public Told(long observed, long live) {
      this(observed, live, null);
    }

    static Told by(@Nullable GatewayRouteStatus status) {
      return status == null
          ? new Told(0, 0)
          : new Told(
              Objects.requireNonNullElse(status.observedGeneration(), 0L),
              Objects.requireNonNullElse(status.liveGeneration(), 0L),
              refusal(status));
    }

    private static @Nullable String refusal(GatewayRouteStatus status) {
      return status.conditions() == null
          ? null
          : status.conditions().stream()
              .filter(condition -> condition.getType().equals("Accepted"))
              .filter(condition -> condition.getReason().equals(Finding.REFUSED))
              .map(Condition::getMessage)
              .findFirst()
              .orElse(null);
    }
  }
}
