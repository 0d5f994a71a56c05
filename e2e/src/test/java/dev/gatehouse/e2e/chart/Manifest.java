package dev.gatehouse.e2e.chart;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One object as Helm renders it.
 *
 * @param text as it came, without the line that separates it from others
 */
record Manifest(String text, JsonNode object) {
  private static final YAMLMapper YAML = new YAMLMapper();
  private static final Pattern SEPARATOR = Pattern.compile("(?m)^---\\n");
  private static final Pattern SOURCE = Pattern.compile("\\A# Source: .*\\n");

  /** All of them in the order of {@code helm template}. */
  static List<Manifest> all(String rendered) {
    var all = new ArrayList<Manifest>();
    for (String part : SEPARATOR.split(rendered, -1)) {
      String text = SOURCE.matcher(part).replaceFirst("").strip();
      if (!text.isEmpty()) {
        all.add(new Manifest(text + "\n", tree(text)));
      }
    }
    return all;
  }

  static JsonNode tree(String yaml) {
    try {
      return YAML.readTree(yaml);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String kind() {
    return object.path("kind").asText();
  }

  String name() {
    return object.at("/metadata/name").asText();
  }

  /** By which one of them is told from others of the same release. */
  String key() {
    return kind() + "/" + name();
  }

  boolean isDefinition() {
    return kind().equals("CustomResourceDefinition");
  }

  /** The template of its pods; missing where it makes none. */
  JsonNode podTemplate() {
    return object.at("/spec/template");
  }

  /** Of its pods. */
  Stream<JsonNode> containers() {
    JsonNode spec = podTemplate().path("spec");
    return Stream.of("initContainers", "containers")
        .flatMap(field -> spec.path(field).valueStream());
  }
}
