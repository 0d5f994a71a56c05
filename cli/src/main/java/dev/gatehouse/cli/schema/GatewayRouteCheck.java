package dev.gatehouse.cli.schema;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.operator.input.folder.ObjectCheck;
import java.util.List;

/** Refuses the GatewayRoutes of a folder that an API server would refuse. */
public final class GatewayRouteCheck implements ObjectCheck {
  private final SchemaCheck schema = SchemaCheck.forGatewayRoute();

  @Override
  public List<Finding> check(JsonNode object) {
    if (!object.path("kind").asText().equals("GatewayRoute")) {
      return List.of();
    }
    return schema.check(object).stream()
        .map(problem -> new Finding(problem.path(), problem.sentence()))
        .toList();
  }
}
