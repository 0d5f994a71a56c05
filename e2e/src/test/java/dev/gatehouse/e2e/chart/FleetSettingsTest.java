package dev.gatehouse.e2e.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** People can say all that a pod knows. */
class FleetSettingsTest {
  /** What the chart itself decides, by values of its own or for good. */
  private static final Pattern OF_THE_CHART =
      Pattern.compile("fleet|listeners\\..*|push\\.tls\\..*|drain\\..*|snapshot\\..*");

  private static final Pattern DOCUMENTED = Pattern.compile("(?m)^\\| `([A-Za-z.]+)` \\|");

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
