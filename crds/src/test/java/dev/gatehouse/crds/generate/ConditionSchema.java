package dev.gatehouse.crds.generate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.util.List;

/** Kubernetes' own bounds of a condition ({@code metav1.Condition}), which fabric8's type lacks. */
final class ConditionSchema {
  private ConditionSchema() {}

  static void refine(JSONSchemaProps condition) {
    condition.setRequired(List.of("lastTransitionTime", "message", "reason", "status", "type"));
    condition.getProperties().forEach(ConditionSchema::refine);
  }

  private static void refine(String name, JSONSchemaProps field) {
    switch (name) {
      case "type" -> {
        field.setMaxLength(316L);
        field.setDescription("What is judged, like Accepted.");
      }
      case "status" -> {
        field.setEnum(List.<JsonNode>of(text("True"), text("False"), text("Unknown")));
        field.setDescription("The judgement.");
      }
      case "reason" -> {
        field.setMinLength(1L);
        field.setMaxLength(1024L);
        field.setPattern("^[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?$");
        field.setDescription("Why, as one word for programs.");
      }
      case "message" -> {
        field.setMaxLength(32_768L);
        field.setDescription("Why, for people.");
      }
      case "lastTransitionTime" -> {
        field.setFormat("date-time");
        field.setDescription("When the status last changed.");
      }
      case "observedGeneration" -> {
        field.setMinimum(0.0);
        field.setDescription("The generation that was judged.");
      }
      default -> throw new IllegalStateException("a condition has a new field: " + name);
    }
  }

  private static TextNode text(String value) {
    return TextNode.valueOf(value);
  }
}
