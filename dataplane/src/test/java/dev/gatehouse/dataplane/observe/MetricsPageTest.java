package dev.gatehouse.dataplane.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gatehouse.dataplane.exchange.Reason;
import dev.gatehouse.snapshot.Ack;
import dev.gatehouse.snapshot.SnapshotVersion;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class MetricsPageTest {
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `(\\w+)` \\| (\\w+) \\|");

  @Test
  void thePageHasEveryMetricWithItsType() throws IOException {
    var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    var pushes = new PushMetrics(registry);
    pushes.taken(new Ack(new SnapshotVersion(1, 1, "0".repeat(64)), List.of()), true, 10, 10);
    pushes.refused(false, "BASE_MISMATCH");
    new PushTlsMetrics(registry).taken(Instant.EPOCH);
    var metrics = new ExchangeMetrics(registry, 100);
    metrics.finished(
        Exchanges.get("/"), Exchanges.answered(Exchanges.rule(1), Exchanges.upstream(1)));
    metrics.refused("192.0.2.1", Reason.BAD_REQUEST, 400, null);
    new AccessLog(OutputStream.nullOutputStream(), 1, 1, InstantSource.system(), registry).close();

    var exposed = new TreeSet<String>();
    var text = StrictPage.text(new MetricsPage(registry, metrics));
    for (StrictPage.Family family : StrictPage.read(text).families()) {
      if (!family.name().endsWith("_max")) {
        exposed.add(family.name() + " " + family.type());
      }
    }

    String page = Files.readString(Path.of("..", "docs", "metrics.md"));
    var documented = new TreeSet<String>();
    ROW.matcher(page).results().forEach(row -> documented.add(row.group(1) + " " + row.group(2)));
    assertEquals(exposed, documented);
  }
}
