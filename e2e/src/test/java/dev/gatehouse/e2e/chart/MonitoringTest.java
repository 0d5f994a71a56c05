package dev.gatehouse.e2e.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Alerts and dashboard ask for what is there, and people are told what to do. */
class MonitoringTest {
  @Test
  void everyAlertSaysWhatToDo() throws IOException {
    String page = Files.readString(Path.of("../docs/monitoring.md"));

    for (JsonNode alert : alerts()) {
      String name = alert.path("alert").asText();
      assertTrue(page.contains("## " + name + "\n"), name + " is not in docs/monitoring.md");
      assertTrue(
          Set.of("critical", "warning").contains(alert.at("/labels/severity").asText()), name);
      assertTrue(!alert.at("/annotations/summary").asText().isEmpty(), name);
    }
    assertEquals(
        alerts().stream().map(alert -> alert.path("alert").asText()).toList(),
        Pattern.compile("(?m)^## (Gatehouse\\w+)$")
            .matcher(page)
            .results()
            .map(found -> found.group(1))
            .toList());
  }

  /** So that a fleet's panels add nothing of another. */
  @Test
  void everyPanelKeepsToWhatWasChosen() {
    for (JsonNode target : dashboard().findValues("expr")) {
      String expression = target.asText();
      assertTrue(expression.contains("namespace=~\"$namespace\""), expression);
    }
  }

  @Test
  void panelsHaveNumbersOfTheirOwn() {
    List<Integer> numbers =
        dashboard().path("panels").valueStream().map(panel -> panel.path("id").asInt()).toList();

    assertEquals(numbers.size(), Set.copyOf(numbers).size());
  }

  private static List<JsonNode> alerts() {
    return Manifest.tree(Chart.text("files/alerts.yaml")).valueStream().toList();
  }

  private static JsonNode dashboard() {
    return Manifest.tree(Chart.text("files/dashboard.json"));
  }
}
