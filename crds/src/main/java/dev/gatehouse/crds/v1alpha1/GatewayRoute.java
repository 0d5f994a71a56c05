package dev.gatehouse.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
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
@JsonClassDescription(
    "GatewayRoute says which HTTP requests go to which Services, and what happens to them on the"
        + " way.")
@AdditionalPrinterColumn(
    name = "Hosts",
    jsonPath = ".spec.hostnames",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "Accepted",
    jsonPath = ".status.conditions[?(@.type==\"Accepted\")].status",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "Resolved",
    jsonPath = ".status.conditions[?(@.type==\"ResolvedRefs\")].status",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "Programmed",
    jsonPath = ".status.conditions[?(@.type==\"Programmed\")].status",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "Live",
    jsonPath = ".status.liveGeneration",
    type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(
    name = "Age",
    jsonPath = ".metadata.creationTimestamp",
    type = AdditionalPrinterColumn.Type.DATE)
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
