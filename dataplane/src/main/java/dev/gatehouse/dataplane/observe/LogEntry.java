package dev.gatehouse.dataplane.observe;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import dev.gatehouse.dataplane.exchange.Exchange;
import dev.gatehouse.dataplane.exchange.Outcome;
import dev.gatehouse.dataplane.exchange.Reason;
import dev.gatehouse.dataplane.exchange.RequestHead;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
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
    Outcome outcome) {
  // Everything beyond ASCII is escaped too: a log must not carry bidirectional overrides to a
  // terminal.
  private static final JsonFactory JSON =
      JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

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

  static LogEntry refused(long millis, String peer, Reason reason) {
    var outcome = new Outcome(reason.status(), reason, null, null, null, null, 0, 0, 0, 0, -1);
    return new LogEntry(
        millis, peer, peer, null, null, null, null, null, null, null, null, outcome);
  }

  /** One line of JSON with its line end. */
  byte[] line() throws IOException {
    var line = new ByteArrayOutputStream(512);
    try (JsonGenerator json = JSON.createGenerator(line)) {
      json.writeStartObject();
      json.writeStringField("time", Instant.ofEpochMilli(millis).toString());
      text(json, "client", client);
      text(json, "peer", peer);
      text(json, "method", method);
      text(json, "scheme", scheme);
      text(json, "host", authority);
      text(json, "path", path);
      text(json, "query", query);
      json.writeNumberField("status", outcome.status());
      text(json, "reason", outcome.reason() == null ? null : outcome.reason().name());
      text(json, "detail", outcome.detail());
      text(json, "route", outcome.rule() == null ? null : Labels.route(outcome.rule()));
      text(json, "backend", outcome.upstream() == null ? null : Labels.backend(outcome.upstream()));
      text(json, "endpoint", outcome.endpoint());
      json.writeNumberField("attempts", outcome.attempts());
      json.writeNumberField("requestBytes", outcome.requestBytes());
      json.writeNumberField("responseBytes", outcome.responseBytes());
      json.writeNumberField("durationMicros", outcome.durationNanos() / 1000);
      if (outcome.upstreamNanos() >= 0) {
        json.writeNumberField("upstreamMicros", outcome.upstreamNanos() / 1000);
      }
      text(json, "userAgent", userAgent);
      text(json, "requestId", requestId);
      text(json, "traceId", traceId);
      json.writeEndObject();
    }
    line.write('\n');
    return line.toByteArray();
  }

  private static void text(JsonGenerator json, String name, @Nullable String value)
      throws IOException {
    if (value != null) {
      json.writeStringField(name, value);
    }
  }
}
