package dev.gatehouse.e2e.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.dataplane.settings.BadSettings;
import dev.gatehouse.dataplane.settings.DataPlaneSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pods start with what the chart writes for them, and people can say all that a pod knows. */
@NeedsHelm
class FleetSettingsTest {
  /** What the chart itself decides, by values of its own or for good. */
  private static final Pattern OF_THE_CHART =
      Pattern.compile("fleet|listeners\\..*|push\\.tls\\..*|drain\\..*|snapshot\\..*");

  private static final Pattern DOCUMENTED = Pattern.compile("(?m)^\\| `([A-Za-z.]+)` \\|");

  @TempDir Path home;

  @Test
  void podsTakeWhatIsRendered() throws BadSettings {
    int read = 0;
    for (GoldenCase golden : GoldenCase.all()) {
      for (Manifest one : golden.rendered(Helm.in(home))) {
        JsonNode settings = one.object().at("/data/gatehouse.yaml");
        if (settings.isTextual()) {
          DataPlaneSettings taken =
              DataPlaneSettings.read(settings.asText(), golden + " " + one.name());
          assertTrue(one.name().endsWith("-" + taken.fleet()), one.name());
          assertTrue(taken.snapshot().peers().endsWith(taken.fleet() + "-peers"));
          read++;
        }
      }
    }
    assertTrue(read >= 10);
  }

  @Test
  void theOperatorKnowsItsFlags() throws IOException {
    String page = Files.readString(Path.of("../docs/operator.md"));
    List<String> flags =
        GoldenCase.standard().rendered(Helm.in(home)).stream()
            .filter(one -> one.key().equals("Deployment/gatehouse-operator"))
            .flatMap(Manifest::containers)
            .flatMap(container -> container.path("args").valueStream())
            .map(JsonNode::asText)
            .filter(argument -> argument.startsWith("--"))
            .toList();

    assertTrue(flags.size() >= 6, flags::toString);
    assertEquals(
        List.of(), flags.stream().filter(flag -> !page.contains("  " + flag + " ")).toList());
  }

  @Test
  void everySettingCanBeSaid() throws IOException {
    var documented = new TreeSet<String>();
    Matcher keys = DOCUMENTED.matcher(Files.readString(Path.of("../docs/dataplane-settings.md")));
    while (keys.find()) {
      if (!OF_THE_CHART.matcher(keys.group(1)).matches()) {
        documented.add(keys.group(1));
      }
    }
    JsonNode schema = Manifest.tree(Chart.text("values.schema.json"));
    Set<String> sayable = new TreeSet<>();
    collect("", schema.at("/properties/dataPlane/properties/settings/properties"), sayable);

    assertEquals(documented, sayable);
  }

  private static void collect(String prefix, JsonNode properties, Set<String> paths) {
    for (Map.Entry<String, JsonNode> property : properties.properties()) {
      JsonNode inner = property.getValue().path("properties");
      if (inner.isMissingNode()) {
        paths.add(prefix + property.getKey());
      } else {
        collect(prefix + property.getKey() + ".", inner, paths);
      }
    }
  }
}
