package dev.gatehouse.operator.input.kubernetes;

import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import dev.gatehouse.crds.v1alpha1.GatewayRouteStatus;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Version;
import org.jspecify.annotations.Nullable;

/**
 * A GatewayRoute of a cluster, whose definition there may be newer than this operator. With the
 * type of the definition one route with a field that it lacks would keep all from being listed.
 */
@Group("gatehouse.dev")
@Version("v1alpha1")
@Kind("GatewayRoute")
public final class WatchedRoute extends CustomResource<WatchedRoute.Spec, WatchedRoute.Status>
    implements Namespaced {
  private static final long serialVersionUID = 1L;

  /**
   * What was read.
   *
   * @param value a {@link dev.gatehouse.crds.v1alpha1.GatewayRouteSpec} or an {@link
   *     dev.gatehouse.operator.view.ClusterObject.Unreadable}
   */
  @JsonDeserialize(using = TolerantReading.OfSpec.class)
  public record Spec(Object value) {}

  /**
   * What was read, or is to be written.
   *
   * @param isComplete whether it is all that matters: an operator of another version may have kept
   *     a last good spec that doesn't fit the types of this one, and is not to be deleted by it
   */
  @JsonDeserialize(using = TolerantReading.OfStatus.class)
  public record Status(@JsonValue GatewayRouteStatus value, boolean isComplete) {}

  @Override
  protected @Nullable Spec initSpec() {
    return null;
  }

  @Override
  protected @Nullable Status initStatus() {
    return null;
  }

  /** What its status says; null where there is none. */
  public @Nullable GatewayRouteStatus said() {
    Status status = getStatus();
    return status == null ? null : status.value();
  }
}
