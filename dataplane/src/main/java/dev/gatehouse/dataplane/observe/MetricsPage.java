package dev.gatehouse.dataplane.observe;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Iterator;
import java.util.stream.Stream;

/**
 * All metrics of a pod in Prometheus' text format: Micrometer writes those that are few, and then
 * come the series by route and by backend one after the other, since there may be 100,000.
 */
public record MetricsPage(PrometheusMeterRegistry registry, ExchangeMetrics exchanges) {
  static final String TYPE = "text/plain; version=0.0.4; charset=utf-8";

  Iterator<Part> parts() {
    var text = new Text();
    Stream<Part> few = Stream.of(out -> registry.scrape(out, TYPE));
    Stream<Part> many =
        exchanges
            .samples()
            .map(
                samples ->
                    out -> {
                      samples.write(text);
                      text.moveTo(out);
                    });
    return Stream.concat(few, many).iterator();
  }
}
