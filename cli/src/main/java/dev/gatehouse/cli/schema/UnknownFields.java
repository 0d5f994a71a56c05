package dev.gatehouse.cli.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** Finds fields that the schema doesn't name; without strict validation they would be dropped. */
final class UnknownFields {
  private UnknownFields() {}

  static void find(JsonNode schema, JsonNode object, List<SchemaProblem> problems) {
    for (var field : object.properties()) {
      switch (field.getKey()) {
        // Of every object, and not of this schema.
        case "apiVersion", "kind", "metadata" -> {}
        default -> known(schema, field.getKey(), field.getValue(), field.getKey(), problems);
      }
    }
  }

  private static void known(
      JsonNode schema, String name, JsonNode value, String at, List<SchemaProblem> problems) {
    JsonNode property = schema.path("properties").path(name);
    if (property.isMissingNode()) {
      problems.add(new SchemaProblem(at, "unknown field \"" + at + "\""));
    } else {
      walk(property, value, at, problems);
    }
  }

  private static void walk(
      JsonNode schema, JsonNode value, String at, List<SchemaProblem> problems) {
    if (schema.path("x-kubernetes-preserve-unknown-fields").asBoolean()) {
      return;
    }
    if (value.isObject() && schema.path("type").asText().equals("object")) {
      for (var field : value.properties()) {
        String path = FieldPath.field(at, field.getKey());
        known(schema, field.getKey(), field.getValue(), path, problems);
      }
    } else if (value.isArray()) {
      for (int i = 0; i < value.size(); i++) {
        walk(schema.path("items"), value.get(i), FieldPath.item(at, i), problems);
      }
    }
  }
}
