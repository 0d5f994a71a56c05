package dev.gatehouse.dataplane.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.dataplane.exchange.Exchange;
import dev.gatehouse.dataplane.exchange.Observer.Side;
import dev.gatehouse.dataplane.exchange.Reason;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import java.util.Set;
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

    assertEquals(2, requests("shop/route-00001/orders", "shop/service-00001/8080", "2xx", ""));
    assertEquals(1, requests("none", "none", "4xx", "NO_ROUTE"));
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

    assertFalse(registry.scrape().contains("00001"), registry::scrape);
    assertTrue(registry.scrape().contains("shop/route-00002/orders"), registry::scrape);
  }

  @Test
  void seriesTowardsABackendGoWithTheBackendAlthoughTheRouteStays() {
    var metrics = new ExchangeMetrics(registry, 4);
    for (int i = 0; i < 100; i++) {
      metrics.started(Exchanges.get("/"));
      metrics.finished(
          Exchanges.get("/"), Exchanges.answered(Exchanges.rule(1), Exchanges.upstream(i)));
      assertEquals(1, requests(route(1), "shop/service-%05d/8080".formatted(i), "2xx", ""));

      metrics.retain(Set.of(Exchanges.rule(1)));
    }
    metrics.finished(
        Exchanges.get("/"), Exchanges.refused(Exchanges.rule(1), Reason.DIRECT_RESPONSE));
    metrics.retain(Set.of(Exchanges.rule(1)));

    assertFalse(registry.scrape().contains("service-"), registry::scrape);
    assertEquals(1, requests(route(1), "none", "2xx", "DIRECT_RESPONSE"));
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
        metrics.refused("192.0.2." + i, reason);
      }
    }

    long series =
        registry.scrape().lines().filter(l -> l.startsWith("gatehouse_requests_total{")).count();
    assertTrue(series <= 5 + Reason.values().length, registry::scrape);
  }

  @Test
  void pastTheLimitTheRestIsCountedAsOther() {
    var metrics = new ExchangeMetrics(registry, 6);

    for (int i = 0; i < 10; i++) {
      answer(metrics, i);
    }

    long own =
        registry.scrape().lines().filter(l -> l.startsWith("gatehouse_requests_total{")).count();
    assertEquals(3, own, "two routes of their own (3 series each) and other");
    assertEquals(8, requests("other", "other", "2xx", ""));
    assertTrue(registry.get("gatehouse.metrics.series.refused").counter().count() > 0);
  }

  @Test
  void whatIsRemovedMakesPlace() {
    var metrics = new ExchangeMetrics(registry, 3);
    for (int i = 0; i < 100; i++) {
      answer(metrics, i);
      assertEquals(1, requests(route(i), "shop/service-%05d/8080".formatted(i), "2xx", ""));
      metrics.retain(Set.of());
    }
  }

  @Test
  void tenThousandRoutesMakeAScrapeOfAtMost20Megabytes() {
    var metrics = new ExchangeMetrics(registry, 100_000);
    for (int i = 0; i < 10_000; i++) {
      answer(metrics, i);
    }

    int bytes = registry.scrape().length();

    assertTrue(bytes <= 20_000_000, () -> bytes + " bytes");
  }

  @Test
  void histogramsHaveAtMostTwelveBuckets() {
    var metrics = new ExchangeMetrics(registry, LIMIT);
    answer(metrics, 1);

    for (String name : List.of("gatehouse_request_duration", "gatehouse_upstream_duration")) {
      long buckets =
          registry
              .scrape()
              .lines()
              .filter(l -> l.startsWith(name + "_seconds_bucket") && l.contains("00001"))
              .count();
      assertTrue(buckets > 2 && buckets <= 12, () -> name + " has " + buckets);
    }
  }

  private void answer(ExchangeMetrics metrics, int number) {
    metrics.started(Exchanges.get("/"));
    metrics.finished(
        Exchanges.get("/"), Exchanges.answered(Exchanges.rule(number), Exchanges.upstream(number)));
  }

  private static String route(int number) {
    return "shop/route-%05d/orders".formatted(number);
  }

  private double requests(String route, String backend, String status, String reason) {
    return registry
        .get("gatehouse.requests")
        .tags("route", route, "backend", backend, "status", status, "reason", reason)
        .counter()
        .count();
  }
}
