package dev.gatehouse.crds.v1alpha1;

import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of a route.
 *
 * @param liveGeneration the generation that the fleet serves now
 * @param lastGood set only while quarantined
 */
public record GatewayRouteStatus(
    @Nullable Long observedGeneration,
    @Nullable Long liveGeneration,
    @Nullable List<Condition> conditions,
    @Nullable LastGood lastGood) {
  /** The newest valid spec, served while a newer one is refused. */
  public record LastGood(Long generation, GatewayRouteSpec spec) {}
}
