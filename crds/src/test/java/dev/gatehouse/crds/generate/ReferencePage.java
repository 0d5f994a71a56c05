package dev.gatehouse.crds.generate;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A kind's fields as a page of Markdown: a table for each object, in the order of the schema. */
final class ReferencePage {
  private final StringBuilder page = new StringBuilder();

  private ReferencePage() {}

  static String of(CustomResourceDefinition crd) {
    var page = new ReferencePage();
    var version = crd.getSpec().getVersions().getFirst();
    JSONSchemaProps root = version.getSchema().getOpenAPIV3Schema();
    String kind = crd.getSpec().getNames().getKind();
    page.page
        .append("<!-- Generated from the CRD by mvn -pl crds test -Dgenerate -->\n\n# ")
        .append("%s (%s/%s)\n\n".formatted(kind, crd.getSpec().getGroup(), version.getName()))
        .append(root.getDescription())
        .append(" `kubectl explain ")
        .append(crd.getSpec().getNames().getSingular())
        .append(".spec` says the same.\n");
    page.section("spec", SchemaRefinement.property(root, "spec"));
    page.section("status", SchemaRefinement.property(root, "status"));
    return page.page.toString();
  }

  private void section(String path, JSONSchemaProps object) {
    page.append("\n## ").append(path).append("\n\n");
    if (object.getDescription() != null) {
      page.append(object.getDescription()).append("\n\n");
    }
    page.append("| field | type | |\n|---|---|---|\n");
    Map<String, JSONSchemaProps> fields = object.getProperties();
    fields.forEach((name, field) -> row(object, name, field));
    rules(object);
    fields.forEach(
        (name, field) -> {
          JSONSchemaProps inner = element(field);
          if (inner.getProperties() != null && !inner.getProperties().isEmpty()) {
            section(path + "." + name + (field.getItems() == null ? "" : "[]"), inner);
          }
        });
  }

  private void row(JSONSchemaProps object, String name, JSONSchemaProps field) {
    boolean required = object.getRequired() != null && object.getRequired().contains(name);
    page.append(
        "| `%s`%s | %s | %s |\n"
            .formatted(name, required ? " (required)" : "", type(field), text(field)));
  }

  private static JSONSchemaProps element(JSONSchemaProps field) {
    return field.getItems() == null ? field : field.getItems().getSchema();
  }

  private static String type(JSONSchemaProps field) {
    return field.getItems() == null
        ? field.getType()
        : "list of " + field.getItems().getSchema().getType();
  }

  private static String text(JSONSchemaProps field) {
    var parts = new ArrayList<String>();
    parts.add(field.getDescription() == null ? "" : field.getDescription());
    if (field.getEnum() != null && !field.getEnum().isEmpty()) {
      parts.add(
          field.getEnum().stream()
              .map(value -> "`" + value.asText() + "`")
              .collect(Collectors.joining(", ", "One of ", ".")));
    }
    JsonNode standard = field.getDefault();
    if (standard != null && !standard.isNull()) {
      String shown = standard.isTextual() ? standard.asText() : standard.toString();
      parts.add("Default: `" + shown + "`.");
    }
    range("", field.getMinimum(), field.getMaximum(), parts);
    range(" characters", field.getMinLength(), field.getMaxLength(), parts);
    range(" elements", field.getMinItems(), field.getMaxItems(), parts);
    if (field.getXKubernetesListMapKeys() != null && !field.getXKubernetesListMapKeys().isEmpty()) {
      parts.add("Merged by `" + String.join("`, `", field.getXKubernetesListMapKeys()) + "`.");
    }
    return parts.stream()
        .filter(part -> !part.isEmpty())
        .collect(Collectors.joining(" "))
        .replace("|", "\\|");
  }

  private static void range(
      String unit, @Nullable Number least, @Nullable Number most, List<String> parts) {
    if (most != null) {
      String from = least == null ? "At most " : least.longValue() + " to ";
      parts.add(from + most.longValue() + unit + ".");
    }
  }

  private void rules(JSONSchemaProps object) {
    if (!object.getXKubernetesValidations().isEmpty()) {
      page.append("\nRefused with:\n\n");
      object.getXKubernetesValidations().stream()
          .map(rule -> "- " + rule.getMessage() + "\n")
          .distinct()
          .forEach(page::append);
    }
  }
}
