package dev.gatehouse.cli.schema;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.gatehouse.crds.CrdFile;
import java.util.ArrayList;
import java.util.List;

/**
 * The schema of one kind. The stages are the API server's: unknown fields as kubectl's strict
 * validation finds them, then defaults, then structure, and the CEL rules only where all that is
 * right. Safe for use by several threads.
 */
public final class SchemaCheck {
  private final JsonNode schema;
  private final CelRules rules = new CelRules();

  private SchemaCheck(JsonNode schema) {
    this.schema = schema;
  }

  public static SchemaCheck forGatewayRoute() {
    return of(CrdFile.GATEWAY_ROUTE.yaml());
  }

  private static SchemaCheck of(String crd) {
    try {
      return new SchemaCheck(
          new YAMLMapper().readTree(crd).at("/spec/versions/0/schema/openAPIV3Schema"));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the CRD on the class path is not YAML", e);
    }
  }

  /** What {@code object} is refused for; empty if it would be taken. It is not changed. */
  public List<SchemaProblem> check(JsonNode object) {
    var problems = new ArrayList<SchemaProblem>();
    UnknownFields.find(schema, object, problems);
    if (!problems.isEmpty()) {
      return problems;
    }
    JsonNode complete = Defaults.applied(schema, object);
    new Structure(problems).check(schema, complete, "");
    if (problems.isEmpty()) {
      rules.check(schema, complete, "", problems);
    }
    return List.copyOf(problems);
  }
}
