package dev.gatehouse.crds.v1alpha1;

import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;
import org.jspecify.annotations.Nullable;

/** Routes requests for some host names to Services. */
@Group("gatehouse.dev")
@Version("v1alpha1")
@ShortNames("gwr")
public final class GatewayRoute extends CustomResource<GatewayRouteSpec, GatewayRouteStatus>
    implements Namespaced {
  private static final long serialVersionUID = 1L;

  @Override
  protected @Nullable GatewayRouteSpec initSpec() {
    return null;
  }

  @Override
  protected @Nullable GatewayRouteStatus initStatus() {
    return null;
  }
}
