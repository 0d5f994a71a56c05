package dev.gatehouse.cli.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Fills in defaults, from the outside in: what a default brings is completed in its turn. */
final class Defaults {
  private Defaults() {}

  static JsonNode applied(JsonNode schema, JsonNode value) {
    JsonNode copy = value.deepCopy();
    apply(schema, copy);
    return copy;
  }

  private static void apply(JsonNode schema, JsonNode value) {
    if (value instanceof ObjectNode object) {
      for (var property : schema.path("properties").properties()) {
        JsonNode standard = property.getValue().get("default");
        // A null where there is a default counts as nothing written.
        JsonNode written = object.path(property.getKey());
        if (standard != null && (written.isMissingNode() || written.isNull())) {
          object.set(property.getKey(), standard.deepCopy());
        }
        apply(property.getValue(), object.path(property.getKey()));
      }
    } else if (value.isArray()) {
      value.forEach(item -> apply(schema.path("items"), item));
    }
  }
}
