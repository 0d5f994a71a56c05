package dev.gatehouse.operator.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.snapshot.SnapshotVersion;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PublishMetricsTest {
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `(gatehouse_\\w+)` \\| (\\w+) \\|");

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final PublishMetrics metrics = new PublishMetrics(registry);

  @Test
  void tellsWholePushesFromDeltasAndWhatCameOfThem() {
    metrics.pushed(parcel(null, 300), "live", Duration.ofSeconds(2).toNanos());
    metrics.pushed(parcel("00", 4), "UNREACHABLE", Duration.ofSeconds(1).toNanos());

    assertExposed("gatehouse_operator_push_bytes_sum 304.0");
    assertExposed(
        "gatehouse_operator_push_duration_seconds_sum{kind=\"whole\",result=\"live\"} 2.0");
    assertExposed(
        "gatehouse_operator_push_duration_seconds_sum{kind=\"delta\",result=\"UNREACHABLE\"} 1.0");
  }

  @Test
  void thePageHasEveryMetricWithItsType() throws IOException {
    metrics.pushed(parcel(null, 1), "live", 1);
    var exposed = new TreeSet<String>();
    for (String line : registry.scrape().lines().toList()) {
      String[] words = line.split(" ", -1);
      if (line.startsWith("# TYPE ") && !words[2].endsWith("_max")) {
        exposed.add(words[2] + " " + words[3]);
      }
    }

    var documented = new TreeSet<String>();
    ROW.matcher(Files.readString(Path.of("..", "docs", "operator.md")))
        .results()
        .forEach(row -> documented.add(row.group(1) + " " + row.group(2)));
    assertEquals(exposed, documented);
  }

  private void assertExposed(String line) {
    String all = registry.scrape();
    assertTrue(all.lines().anyMatch(line::equals), all);
  }

  private static Parcel parcel(@Nullable String base, int bytes) {
    return new Parcel(
        new SnapshotVersion(1, 1, "00"), base, Buffer.buffer(new byte[bytes]), false, "");
  }
}
