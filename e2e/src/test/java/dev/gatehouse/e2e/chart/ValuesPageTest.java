package dev.gatehouse.e2e.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The values are explained in one place, and said to be the same in all others. */
class ValuesPageTest {
  private static final String BEGIN = "<!-- From values.yaml; written by mvn -Dgenerate. -->\n";

  private static final ValuesFile VALUES = ValuesFile.read();

  @Test
  void everyValueIsExplained() {
    assertEquals(List.of(), VALUES.unexplained());
    assertTrue(VALUES.values().size() > 100, "values.yaml is read as a whole");
  }

  @Test
  void readmeHasThemAll() throws IOException {
    String readme = Chart.text("README.md");
    int table = readme.indexOf(BEGIN);
    assertTrue(table > 0, "README.md has its mark");

    GeneratedFile.check(
        Chart.FOLDER.resolve("README.md"), readme.substring(0, table) + BEGIN + tables());
  }

  @Test
  void schemaHasThemAllInTheSameWords() {
    JsonNode schema = Manifest.tree(Chart.text("values.schema.json"));
    Map<String, String> described = new LinkedHashMap<>();
    for (ValuesFile.Value value : VALUES.values()) {
      String pointer = "/properties/" + value.path().replace(".", "/properties/");
      described.put(value.path(), schema.at(pointer + "/description").asText());
    }

    assertEquals(
        VALUES.values().stream()
            .collect(Collectors.toMap(ValuesFile.Value::path, ValuesFile.Value::comment)),
        described);
  }

  /** Whoever describes an object says which fields it has, so that a slip is noticed. */
  @Test
  void schemaIsStrictWhereItKnowsTheFields() {
    JsonNode schema = Manifest.tree(Chart.text("values.schema.json"));

    for (JsonNode object : schema.findParents("properties")) {
      assertTrue(object.has("additionalProperties"), object::toString);
    }
  }

  @Test
  void aFleetMaySayWhateverAllFleetsMay() {
    JsonNode schema = Manifest.tree(Chart.text("values.schema.json"));
    var ofOne = fields(schema.at("/definitions/fleet/properties"));
    var ofAll = fields(schema.at("/properties/dataPlane/properties"));

    assertTrue(ofOne.remove("name"));
    assertEquals(ofAll, ofOne);
  }

  private static List<String> fields(JsonNode properties) {
    return properties.properties().stream().map(Map.Entry::getKey).collect(Collectors.toList());
  }

  private static String tables() {
    Map<String, List<ValuesFile.Value>> sections =
        VALUES.values().stream()
            .collect(
                Collectors.groupingBy(
                    ValuesFile.Value::section, LinkedHashMap::new, Collectors.toList()));
    return sections.entrySet().stream()
        .map(section -> title(section.getKey()) + table(section.getValue()))
        .collect(Collectors.joining("\n"));
  }

  private static String title(String section) {
    return "### " + (section.isEmpty() ? "In general" : "`" + section + "`") + "\n\n";
  }

  private static String table(List<ValuesFile.Value> values) {
    return values.stream()
        .map(
            value ->
                "| `%s` | `%s` | %s |\n"
                    .formatted(value.path(), value.standard(), value.comment().replace("|", "\\|")))
        .collect(Collectors.joining("", "| value | default | meaning |\n|---|---|---|\n", ""));
  }
}
