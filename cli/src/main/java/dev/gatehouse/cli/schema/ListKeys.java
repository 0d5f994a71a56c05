package dev.gatehouse.cli.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.stream.StreamSupport;

/** Finds elements of a set or of a list map that are there twice. */
final class ListKeys {
  private ListKeys() {}

  static void check(JsonNode schema, JsonNode array, String at, List<SchemaProblem> problems) {
    String type = schema.path("x-kubernetes-list-type").asText();
    if (!type.equals("set") && !type.equals("map")) {
      return;
    }
    var seen = new HashSet<Object>();
    for (int i = 0; i < array.size(); i++) {
      JsonNode element = array.get(i);
      Object key = type.equals("set") ? element : key(schema, element);
      if (!seen.add(key)) {
        problems.add(new SchemaProblem(FieldPath.item(at, i), "Duplicate value: " + key));
      }
    }
  }

  private static List<String> key(JsonNode schema, JsonNode element) {
    return StreamSupport.stream(schema.path("x-kubernetes-list-map-keys").spliterator(), false)
        .map(name -> name.asText() + ": " + element.path(name.asText()))
        .toList();
  }
}
