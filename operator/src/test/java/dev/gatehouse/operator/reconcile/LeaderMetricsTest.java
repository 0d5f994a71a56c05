package dev.gatehouse.operator.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.operator.MetricsPage;
import dev.gatehouse.operator.lead.Elector;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LeaderMetricsTest {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final LeaderMetrics metrics = new LeaderMetrics(registry);
  private long epoch;

  @BeforeEach
  void show() {
    metrics.show(() -> epoch);
  }

  @Test
  void tellWhetherItLeadsAndInWhichEpoch() {
    assertExposed("gatehouse_operator_leader 0.0");
    assertExposed("gatehouse_operator_epoch 0.0");

    epoch = 7;
    assertExposed("gatehouse_operator_leader 1.0");
    assertExposed("gatehouse_operator_epoch 7.0");
  }

  @Test
  void countEachTurnAndPassItOn() {
    var told = new ArrayList<String>();
    Elector.Listener counting = metrics.counting(noting(told));

    counting.leads();
    counting.follows();
    counting.leads();

    assertEquals(List.of("leads", "follows", "leads"), told);
    assertExposed("gatehouse_operator_leader_acquired_total 2.0");
    assertExposed("gatehouse_operator_leader_lost_total 1.0");
  }

  @Test
  void thePageHasEachOfThemWithItsType() throws IOException {
    assertEquals(
        MetricsPage.exposed(registry),
        MetricsPage.documented(Pattern.compile("gatehouse_operator_(leader|epoch)")));
  }

  private void assertExposed(String line) {
    String all = registry.scrape();
    assertTrue(all.lines().anyMatch(line::equals), all);
  }

  private static Elector.Listener noting(List<String> told) {
    return new Elector.Listener() {
      @Override
      public void leads() {
        told.add("leads");
      }

      @Override
      public void follows() {
        told.add("follows");
      }
    };
  }
}
