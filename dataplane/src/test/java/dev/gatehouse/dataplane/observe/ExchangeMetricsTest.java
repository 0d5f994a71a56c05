package dev.gatehouse.dataplane.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.dataplane.exchange.Exchange;
import dev.gatehouse.dataplane.exchange.Observer.Side;
import dev.gatehouse.dataplane.exchange.Reason;
import dev.gatehouse.snapshot.ResourceId;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class ExchangeMetricsTest {
  private static final int LIMIT = 20_000;

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

  @Test
  void countsByRouteBackendStatusAndReason() {
    var metrics = new ExchangeMetrics(registry, LIMIT);

    answer(metrics, 1);
    answer(metrics, 1);
    metrics.started(Exchanges.get("/"));
    metrics.finished(Exchanges.get("/"), Exchanges.refused(null, Reason.NO_ROUTE));

    assertEquals(2, requests(metrics, route(1), backend(1), "2xx", ""));
    assertEquals(1, requests(metrics, "none", "none", "4xx", "NO_ROUTE"));
  }

  @Test
  void whatIsInFlightAndOpenGoesUpAndDown() {
    var metrics = new ExchangeMetrics(registry, LIMIT);

    metrics.connectionOpened(Side.CLIENT);
    metrics.connectionOpened(Side.CLIENT);
    metrics.connectionClosed(Side.CLIENT);
    metrics.connectionOpened(Side.UPSTREAM);
    metrics.started(Exchanges.get("/"));

    assertEquals(1, registry.get("gatehouse.connections").tag("side", "client").gauge().value());
    assertEquals(1, registry.get("gatehouse.connections").tag("side", "upstream").gauge().value());
    assertEquals(1, registry.get("gatehouse.requests.in.flight").gauge().value());
    metrics.finished(Exchanges.get("/"), Exchanges.refused(null, Reason.NO_ROUTE));
    assertEquals(0, registry.get("gatehouse.requests.in.flight").gauge().value());
  }

  @Test
  void seriesGoWithTheirRoute() {
    var metrics = new ExchangeMetrics(registry, LIMIT);
    answer(metrics, 1);
    answer(metrics, 2);

    metrics.retain(Set.of(Exchanges.rule(2), Exchanges.upstream(2)));

    String page = page(metrics);
    assertFalse(page.contains("00001"), page);
    for (String label : List.of("route=\"" + route(2), "backend=\"" + backend(2))) {
      assertTrue(page.contains(label), page);
    }
  }

  @Test
  void seriesTowardsABackendGoWithTheBackendAlthoughTheRouteStays() {
    var metrics = new ExchangeMetrics(registry, 4);
    for (int i = 0; i < 100; i++) {
      metrics.started(Exchanges.get("/"));
      metrics.finished(
          Exchanges.get("/"), Exchanges.answered(Exchanges.rule(1), Exchanges.upstream(i)));
      assertEquals(1, requests(metrics, route(1), backend(i), "2xx", ""));

      metrics.retain(Set.of(Exchanges.rule(1)));
    }
    metrics.finished(
        Exchanges.get("/"), Exchanges.refused(Exchanges.rule(1), Reason.DIRECT_RESPONSE));
    metrics.retain(Set.of(Exchanges.rule(1)));

    assertFalse(page(metrics).contains("service-"), () -> page(metrics));
    assertEquals(1, requests(metrics, route(1), "none", "2xx", "DIRECT_RESPONSE"));
  }

  @Test
  void whateverClientsAndBackendsSendMakesNoMoreThanAFewSeries() {
    var metrics = new ExchangeMetrics(registry, LIMIT);
    for (int i = 0; i < 1_000; i++) {
      Exchange odd = Exchanges.request("METHOD" + i, "host-" + i + ".example", "/" + i);
      metrics.started(odd);
      metrics.finished(odd, Exchanges.refused(null, Reason.NO_ROUTE));
      metrics.finished(
          odd, Exchanges.answered(100 + i % 900, Exchanges.rule(1), Exchanges.upstream(1)));
      for (Reason reason : Reason.values()) {
        metrics.refused("192.0.2." + i, reason, reason.status(), null);
      }
    }

    int series = requestSeries(metrics);
    assertTrue(series <= 5 + Reason.values().length, () -> page(metrics));
  }

  @Test
  void pastTheLimitTheRestIsCountedAsOther() {
    var metrics = new ExchangeMetrics(registry, 6);

    for (int i = 0; i < 10; i++) {
      answer(metrics, i);
    }

    assertEquals(3, requestSeries(metrics), "two routes of their own (3 series each) and other");
    assertEquals(8, requests(metrics, "other", "other", "2xx", ""));
    assertEquals(8, registry.get("gatehouse.metrics.series.refused").counter().count());
  }

  @Test
  void whatIsRemovedMakesPlace() {
    var metrics = new ExchangeMetrics(registry, 3);
    for (int i = 0; i < 100; i++) {
      answer(metrics, i);
      assertEquals(1, requests(metrics, route(i), backend(i), "2xx", ""));
      metrics.retain(Set.of());
    }
  }

  @Test
  void aRuleThatMayHaveNoFurtherCounterIsCountedAsOtherAndTimedAsItself() {
    var metrics = new ExchangeMetrics(registry, 3);
    answer(metrics, 1);

    metrics.finished(
        Exchanges.get("/"), Exchanges.refused(Exchanges.rule(1), Reason.DIRECT_RESPONSE));

    assertEquals(1, requests(metrics, "other", "other", "2xx", "DIRECT_RESPONSE"));
    assertEquals(2, timed(metrics, "gatehouse_request_duration_seconds", "route", route(1)));
  }

  @Test
  void aRequestThatEndsAfterItsRuleHasGoneTakesNobodysPlace() {
    var budget = new SeriesBudget(registry, 2);
    var gone = new RuleSeries(budget, "shop/gone/all");
    assertTrue(budget.take());

    gone.close();

    assertTrue(gone.count(Exchanges.upstream(1), 200, null));
    assertTrue(budget.take(), "the rule's own");
    assertTrue(budget.take(), "the other");
  }

  @Test
  void tenThousandRoutesMakeAPageOfAtMost20Megabytes() {
    var metrics = new ExchangeMetrics(registry, 100_000);
    for (int i = 0; i < 10_000; i++) {
      answer(metrics, i);
    }

    int bytes = page(metrics).length();

    assertTrue(bytes <= 20_000_000, () -> bytes + " bytes");
  }

  @Test
  void histogramsHaveAtMostTwelveBuckets() {
    var metrics = new ExchangeMetrics(registry, LIMIT);
    answer(metrics, 1);

    for (String name : List.of("gatehouse_request_duration", "gatehouse_upstream_duration")) {
      long buckets =
          strict(metrics).samples(name + "_seconds_bucket").stream()
              .filter(bucket -> bucket.labels().toString().contains("00001"))
              .count();
      assertTrue(buckets > 2 && buckets <= 12, () -> name + " has " + buckets);
    }
  }

  @Test
  void labelsMayHoldWhateverIdsMayHold() {
    var metrics = new ExchangeMetrics(registry, LIMIT);
    var rule = new ResourceId("route/other/shop/\"}\\n\\/ü");
    var upstream = new ResourceId("upstream/shop/\\\"語\\/80");

    metrics.finished(Exchanges.get("/"), Exchanges.answered(rule, upstream));

    String route = "other/shop/\"}\\n\\/ü";
    String backend = "shop/\\\"語\\/80";
    assertEquals(1, requests(metrics, route, backend, "2xx", ""));
    assertEquals(1, timed(metrics, "gatehouse_request_duration_seconds", "route", route));
    assertEquals(1, timed(metrics, "gatehouse_upstream_duration_seconds", "backend", backend));
  }

  @Test
  void aPageIsConsistentWhateverIsRecordedAndRemovedMeanwhile() throws InterruptedException {
    var metrics = new ExchangeMetrics(registry, 48);
    var done = new AtomicBoolean();
    Thread loop =
        Thread.ofPlatform()
            .start(
                () -> {
                  for (int i = 0; !done.get(); i++) {
                    answer(metrics, i % 40);
                  }
                });
    try {
      for (int i = 0; i < 100; i++) {
        strict(metrics);
        metrics.retain(Set.of(Exchanges.rule(i % 40), Exchanges.upstream(i % 40)));
      }
    } finally {
      done.set(true);
      loop.join();
    }

    metrics.retain(Set.of());
    assertEquals(2, strict(metrics).samples("gatehouse_request_duration_seconds_sum").size());
    for (int i = 0; i < 16; i++) {
      answer(metrics, i);
    }
    assertEquals(1, requests(metrics, route(15), backend(15), "2xx", ""), "all 48 places are free");
  }

  private void answer(ExchangeMetrics metrics, int number) {
    metrics.started(Exchanges.get("/"));
    metrics.finished(
        Exchanges.get("/"), Exchanges.answered(Exchanges.rule(number), Exchanges.upstream(number)));
  }

  private static String route(int number) {
    return "shop/route-%05d/orders".formatted(number);
  }

  private static String backend(int number) {
    return "shop/service-%05d/8080".formatted(number);
  }

  private String page(ExchangeMetrics metrics) {
    return StrictPage.text(new MetricsPage(registry, metrics));
  }

  private StrictPage strict(ExchangeMetrics metrics) {
    return StrictPage.read(page(metrics));
  }

  private int requestSeries(ExchangeMetrics metrics) {
    return strict(metrics).samples("gatehouse_requests_total").size();
  }

  private double requests(
      ExchangeMetrics metrics, String route, String backend, String status, String reason) {
    return strict(metrics)
        .value(
            "gatehouse_requests_total",
            Map.of("route", route, "backend", backend, "status", status, "reason", reason));
  }

  private double timed(ExchangeMetrics metrics, String name, String label, String value) {
    return strict(metrics).value(name + "_count", Map.of(label, value));
  }
}
