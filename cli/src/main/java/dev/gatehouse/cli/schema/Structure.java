package dev.gatehouse.cli.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** Types, bounds, required fields and the keys of lists; the messages are the API server's. */
final class Structure {
  private final List<SchemaProblem> problems;
  private final Scalars scalars;

  Structure(List<SchemaProblem> problems) {
    this.problems = problems;
    this.scalars = new Scalars(problems);
  }

  void check(JsonNode schema, JsonNode value, String at) {
    String type = schema.path("type").asText();
    if (type.isEmpty() || schema.path("x-kubernetes-preserve-unknown-fields").asBoolean()) {
      return;
    }
    if (!is(type, value)) {
      problems.add(
          new SchemaProblem(
              at,
              "Invalid value: \"%s\": %s in body must be of type %s: \"%s\""
                  .formatted(name(value), at, type, name(value))));
      return;
    }
    switch (type) {
      case "object" -> object(schema, value, at);
      case "array" -> array(schema, value, at);
      default -> scalars.check(schema, value, at);
    }
  }

  private static boolean is(String type, JsonNode value) {
    return switch (type) {
      case "object" -> value.isObject();
      case "array" -> value.isArray();
      case "string" -> value.isTextual();
      case "integer" ->
          value.isIntegralNumber() || (value.isNumber() && value.doubleValue() % 1 == 0);
      case "number" -> value.isNumber();
      case "boolean" -> value.isBoolean();
      default -> throw new IllegalStateException("the schema has a type of its own: " + type);
    };
  }

  private static String name(JsonNode value) {
    return switch (value.getNodeType()) {
      case STRING -> "string";
      case NUMBER -> value.isIntegralNumber() ? "integer" : "number";
      case BOOLEAN -> "boolean";
      case ARRAY -> "array";
      case OBJECT, POJO -> "object";
      case NULL, MISSING, BINARY -> "null";
    };
  }

  private void object(JsonNode schema, JsonNode object, String at) {
    for (JsonNode name : schema.path("required")) {
      if (!object.has(name.asText())) {
        problems.add(new SchemaProblem(FieldPath.field(at, name.asText()), "Required value"));
      }
    }
    for (var property : schema.path("properties").properties()) {
      JsonNode value = object.get(property.getKey());
      if (value != null) {
        check(property.getValue(), value, FieldPath.field(at, property.getKey()));
      }
    }
  }

  private void array(JsonNode schema, JsonNode array, String at) {
    int size = array.size();
    if (schema.has("maxItems") && size > schema.path("maxItems").asInt()) {
      int most = schema.path("maxItems").asInt();
      problems.add(
          new SchemaProblem(at, "Too many: %d: must have at most %d items".formatted(size, most)));
    }
    if (size < schema.path("minItems").asInt()) {
      int least = schema.path("minItems").asInt();
      problems.add(
          new SchemaProblem(
              at,
              "Invalid value: %d: %s in body should have at least %d items"
                  .formatted(size, at, least)));
    }
    for (int i = 0; i < size; i++) {
      check(schema.path("items"), array.get(i), FieldPath.item(at, i));
    }
    ListKeys.check(schema, array, at, problems);
  }
}
