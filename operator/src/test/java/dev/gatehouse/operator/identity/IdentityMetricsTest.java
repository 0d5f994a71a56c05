package dev.gatehouse.operator.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.operator.MetricsPage;
import dev.gatehouse.operator.identity.IdentitySettings.Lifetimes;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class IdentityMetricsTest {
  private static final Instant NOW = Instant.ofEpochSecond(2_000_000_000);

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final IdentityMetrics metrics = new IdentityMetrics(registry);

  @Test
  void tellsWhenTheNewestAuthorityEndsAndNothingOfWhatIsMissing() {
    var issuer = new Issuer(Lifetimes.STANDARD, new SecureRandom());
    Authority old = issuer.authority(NOW.minusSeconds(1000));
    Authority newest = issuer.authority(NOW);
    metrics.held(new Holdings(List.of(old, newest), null, List.of(), null, null));

    assertExposed("authority", "2.031536E9");
    assertExposed("operator", "NaN");
  }

  @Test
  void thePageHasEveryMetricWithItsType() throws IOException {
    assertEquals(
        MetricsPage.exposed(registry),
        MetricsPage.documented(Pattern.compile("gatehouse_operator_identity_")));
  }

  private void assertExposed(String certificate, String value) {
    String line =
        "gatehouse_operator_identity_expiry_timestamp_seconds{certificate=\"%s\"} %s"
            .formatted(certificate, value);
    String all = registry.scrape();
    assertTrue(all.lines().anyMatch(line::equals), all);
  }
}
