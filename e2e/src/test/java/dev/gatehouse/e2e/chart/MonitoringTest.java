package dev.gatehouse.e2e.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.dataplane.exchange.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Alerts and dashboard ask for what is there, and people are told what to do. */
class MonitoringTest {
  private static final Pattern METRIC = Pattern.compile("\\bgatehouse_[a-z_]+");

  /** What Prometheus makes of a histogram or summary of this name. */
  private static final Pattern PART = Pattern.compile("_(bucket|sum|count)$");

  @Test
  void metricsAreThoseOfThePage() throws IOException {
    // Those of the operator are told of on its own page, or on both.
    Set<String> documented =
        metricsIn(
            Files.readString(Path.of("../docs/metrics.md"))
                + Files.readString(Path.of("../docs/operator.md")));
    var asked = new TreeSet<String>();
    for (String expression : expressions()) {
      metricsIn(expression).stream()
          .map(name -> PART.matcher(name).replaceFirst(""))
          .forEach(asked::add);
    }
    assertTrue(asked.size() > 12, asked::toString);

    asked.removeAll(documented);

    assertEquals(Set.of(), asked, "metrics that docs/metrics.md and docs/operator.md don't know");
  }

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

  /** By name, since gRPC is told of them with status 200, and routes may answer with 5xx. */
  @Test
  void gatewayErrorsAreAllThatAreTheGatewaysOwn() {
    String expression =
        alerts().stream()
            .filter(alert -> alert.path("alert").asText().equals("GatehouseGatewayErrors"))
            .findFirst()
            .orElseThrow()
            .path("expr")
            .asText();
    var named = Pattern.compile("reason=~\"([A-Z_|]+)\"").matcher(expression);
    assertTrue(named.find(), expression);

    assertEquals(
        Stream.of(Reason.values())
            .filter(reason -> reason.status() >= 500)
            .map(Reason::name)
            .toList(),
        List.of(named.group(1).split("\\|")));
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

  private static List<String> expressions() {
    var all = new ArrayList<String>();
    alerts().forEach(alert -> all.add(alert.path("expr").asText()));
    Stream.of("expr", "query", "definition")
        .flatMap(field -> dashboard().findValues(field).stream())
        .forEach(expression -> all.add(expression.asText()));
    return all;
  }

  private static List<JsonNode> alerts() {
    return Manifest.tree(Chart.text("files/alerts.yaml")).valueStream().toList();
  }

  private static JsonNode dashboard() {
    return Manifest.tree(Chart.text("files/dashboard.json"));
  }

  private static Set<String> metricsIn(String text) {
    return METRIC.matcher(text).results().map(MatchResult::group).collect(Collectors.toSet());
  }
}
