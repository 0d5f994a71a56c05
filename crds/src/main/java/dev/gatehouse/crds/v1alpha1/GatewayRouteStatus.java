package dev.gatehouse.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.gatehouse.crds.schema.ListMap;
import dev.gatehouse.crds.schema.Opaque;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of a route.
 *
 * @param liveGeneration the generation that the fleet serves now
 * @param lastGood set only while quarantined
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record GatewayRouteStatus(
    @JsonPropertyDescription("The generation of the route that the conditions speak of.")
        @Nullable Long observedGeneration,
    @JsonPropertyDescription("The generation that the data plane serves now.")
        @Nullable Long liveGeneration,
    @ListMap("type")
        @Size(max = 8)
        @JsonPropertyDescription(
            "Accepted: the route is valid. ResolvedRefs: all that it refers to is there and"
                + " allowed. Programmed: every ready pod of the fleet serves it. Shadowed: another"
                + " route takes every request of one of its rules.")
        @Nullable List<Condition> conditions,
    @JsonPropertyDescription(
            "The newest valid spec, which is served while a newer one is refused; not there"
                + " otherwise.")
        @Nullable LastGood lastGood) {
  /**
   * The newest valid spec, served while a newer one is refused. It was judged when it was written,
   * and a newer schema does not judge it again.
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record LastGood(
      @Required @JsonPropertyDescription("The generation that had this spec.") Long generation,
      @Required @Opaque @JsonPropertyDescription("The spec as it was.") GatewayRouteSpec spec) {}
}
