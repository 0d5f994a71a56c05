package dev.gatehouse.operator.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.operator.MetricsPage;
import dev.gatehouse.snapshot.SnapshotVersion;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PublishMetricsTest {
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
  void countsWhyPodsFail() {
    metrics.failed("UNTRUSTED");
    metrics.failed("UNTRUSTED");

    assertExposed("gatehouse_operator_pod_failures_total{reason=\"UNTRUSTED\"} 2.0");
  }

  @Test
  void thePageHasEveryMetricWithItsType() throws IOException {
    metrics.pushed(parcel(null, 1), "live", 1);
    metrics.failed("TIMEOUT");

    assertEquals(
        MetricsPage.exposed(registry),
        MetricsPage.documented(Pattern.compile("gatehouse_operator_(?:push|pod)_")));
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
