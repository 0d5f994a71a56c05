package dev.gatehouse.dataplane.observe;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.gatehouse.dataplane.exchange.Exchange;
import dev.gatehouse.dataplane.exchange.Outcome;
import dev.gatehouse.dataplane.exchange.RequestHead;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of an exchange until the writer comes to it: the exchange itself goes on changing.
 */
record LogEntry(
    long millis,
    String client,
    @Nullable String peer,
    @Nullable String method,
    @Nullable String scheme,
    @Nullable String authority,
    @Nullable String path,
    @Nullable String query,
    @Nullable String userAgent,
    @Nullable String requestId,
    @Nullable String traceId,
    Outcome outcome)
    implements LogLine {
  static LogEntry of(long millis, Exchange exchange, Outcome outcome) {
    RequestHead head = exchange.request();
    return new LogEntry(
        millis,
        exchange.client().address(),
        exchange.client().peer(),
        head.method(),
        head.scheme(),
        exchange.originalAuthority(),
        exchange.originalPath(),
        head.query(),
        head.headers().get("user-agent"),
        exchange.trace().requestId(),
        exchange.trace().traceId(),
        outcome);
  }

  @Override
  public void writeTo(JsonGenerator json) throws IOException {
    LogLine.text(json, "client", client);
    LogLine.text(json, "peer", peer);
    LogLine.text(json, "method", method);
    LogLine.text(json, "scheme", scheme);
    LogLine.text(json, "host", authority);
    LogLine.text(json, "path", path);
    LogLine.text(json, "query", query);
    json.writeNumberField("status", outcome.status());
    LogLine.text(json, "reason", outcome.reason() == null ? null : outcome.reason().name());
    LogLine.text(json, "detail", outcome.detail());
    LogLine.text(json, "route", outcome.rule() == null ? null : Labels.route(outcome.rule()));
    LogLine.text(
        json, "backend", outcome.upstream() == null ? null : Labels.backend(outcome.upstream()));
    LogLine.text(json, "endpoint", outcome.endpoint());
    json.writeNumberField("attempts", outcome.attempts());
    json.writeNumberField("requestBytes", outcome.requestBytes());
    json.writeNumberField("responseBytes", outcome.responseBytes());
    json.writeNumberField("durationMicros", outcome.durationNanos() / 1000);
    if (outcome.upstreamNanos() >= 0) {
      json.writeNumberField("upstreamMicros", outcome.upstreamNanos() / 1000);
    }
    LogLine.text(json, "userAgent", userAgent);
    LogLine.text(json, "requestId", requestId);
    LogLine.text(json, "traceId", traceId);
  }
}
