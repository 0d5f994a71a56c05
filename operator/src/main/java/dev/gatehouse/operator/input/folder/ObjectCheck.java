package dev.gatehouse.operator.input.folder;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * What an API server would say to an object: its schema and its rules. An object with a finding is
 * not taken.
 */
public interface ObjectCheck {
  /** Takes every object that can be read. */
  ObjectCheck NONE = object -> List.of();

  List<Finding> check(JsonNode object);

  /**
   * What an object is refused for.
   *
   * @param path the field, as Kubernetes writes it ({@code spec.rules[0].name}) or as a JSON
   *     pointer ({@code /spec/rules/0/name}); empty for the whole object
   */
  record Finding(String path, String message) {}
}
