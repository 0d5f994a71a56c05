package dev.gatehouse.operator.input.kubernetes;

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
public final class WatchedRoute extends CustomResource<WatchedRoute.Spec, GatewayRouteStatus>
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

  /** One that can't be read was written by an operator of another version: it counts as none. */
  @Override
  @JsonDeserialize(using = TolerantReading.OfStatus.class)
  public void setStatus(@Nullable GatewayRouteStatus status) {
    super.setStatus(status);
  }

  @Override
  protected @Nullable Spec initSpec() {
    return null;
  }

  @Override
  protected @Nullable GatewayRouteStatus initStatus() {
    return null;
  }
}
