package dev.gatehouse.dataplane.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gatehouse.dataplane.exchange.ConnectionCut;
import dev.gatehouse.dataplane.exchange.Reason;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class AccessLogTest {
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-11-23T20:00:00.070Z"));

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @Test
  void anExchangeIsALineOfJson() throws IOException {
    try (var log = new AccessLog(out, 1, 100, CLOCK, registry)) {
      log.finished(
          Exchanges.get("/orders"), Exchanges.answered(Exchanges.rule(1), Exchanges.upstream(1)));
    }

    JsonNode line = new ObjectMapper().readTree(lines().getFirst());
    assertEquals("2026-11-23T20:00:00.070Z", line.path("time").asText());
    assertEquals("192.0.2.7", line.path("client").asText());
    assertEquals("a.example", line.path("host").asText());
    assertEquals("/orders", line.path("path").asText());
    assertEquals("q=1", line.path("query").asText());
    assertEquals(200, line.path("status").asInt());
    assertEquals("shop/route-00001/orders", line.path("route").asText());
    assertEquals("10.0.0.1:8080", line.path("endpoint").asText());
    assertEquals(7000, line.path("durationMicros").asInt());
    assertFalse(line.has("reason"));
  }

  @Test
  void whatAClientSentStaysWithinItsLine() throws IOException {
    String hostile = "/\u0007\n{\"forged\": true}\u2028\u202e\u001b[2J";
    try (var log = new AccessLog(out, 1, 100, CLOCK, registry)) {
      log.finished(Exchanges.get(hostile), Exchanges.refused(null, Reason.NO_ROUTE));
    }

    assertEquals(1, lines().size());
    assertTrue(lines().getFirst().chars().allMatch(c -> c >= ' ' && c < 127), lines()::getFirst);
    JsonNode line = new ObjectMapper().readTree(lines().getFirst());
    assertEquals(hostile, line.path("path").asText());
    assertEquals("NO_ROUTE", line.path("reason").asText());
  }

  @Test
  void whenTheWriterHangsLinesAreDroppedAndCountedAndNobodyWaits() throws Exception {
    var release = new CountDownLatch(1);
    var hanging =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            try {
              release.await();
            } catch (InterruptedException e) {
              throw new IOException(e);
            }
            out.write(b);
          }
        };
    try (var log = new AccessLog(hanging, 1, 10, CLOCK, registry)) {
      for (int i = 0; i < 1000; i++) {
        log.finished(Exchanges.get("/"), Exchanges.refused(null, Reason.NO_ROUTE));
      }
      double dropped = registry.get("gatehouse.access.log.dropped").counter().count();
      assertTrue(dropped >= 989 && dropped <= 990, () -> "dropped " + dropped);
      release.countDown();
    }
    assertEquals(1000, lines().size() + dropped());
  }

  @Test
  void oneInManyIsSampled() {
    try (var log = new AccessLog(out, 10, 100_000, CLOCK, registry)) {
      for (int i = 0; i < 10_000; i++) {
        log.finished(Exchanges.get("/"), Exchanges.refused(null, Reason.NO_ROUTE));
      }
    }
    // Ten standard deviations either way.
    assertTrue(lines().size() > 700 && lines().size() < 1300, () -> lines().size() + " lines");
  }

  @Test
  void whatIsRefusedIsSampledByReasonAndToldWithItsPeer() throws IOException {
    var now = new AtomicLong(CLOCK.millis());
    try (var log = new AccessLog(out, 1, 1000, () -> Instant.ofEpochMilli(now.get()), registry)) {
      for (int i = 0; i < 50; i++) {
        refuse(log, "192.0.2." + i);
        log.connectionCut("2001:db8::1", ConnectionCut.POD_CONNECTIONS);
      }
      now.addAndGet(1000);
      refuse(log, "192.0.2.99");
    }

    assertEquals(10 + 10 + 1, lines().size());
    JsonNode first = new ObjectMapper().readTree(lines().get(0));
    assertEquals("192.0.2.0", first.path("peer").asText());
    assertEquals(431, first.path("status").asInt());
    assertEquals("BAD_REQUEST", first.path("reason").asText());
    assertEquals("too many fields", first.path("detail").asText());
    assertFalse(first.has("leftOut"));
    JsonNode cut = new ObjectMapper().readTree(lines().get(1));
    assertEquals("2001:db8::1", cut.path("peer").asText());
    assertEquals("POD_CONNECTIONS", cut.path("reason").asText());
    assertFalse(cut.has("status"));
    JsonNode last = new ObjectMapper().readTree(lines().getLast());
    assertEquals("192.0.2.99", last.path("peer").asText());
    assertEquals(40, last.path("leftOut").asLong());
  }

  private static void refuse(AccessLog log, String peer) {
    log.refused(peer, Reason.BAD_REQUEST, 431, "too many fields");
  }

  @Test
  void thePageListsEveryField() throws IOException {
    var now = new AtomicLong(CLOCK.millis());
    try (var log = new AccessLog(out, 1, 100, () -> Instant.ofEpochMilli(now.get()), registry)) {
      for (int i = 0; i < 20; i++) {
        refuse(log, "192.0.2.1");
      }
      now.addAndGet(1000);
      refuse(log, "192.0.2.1");
      log.finished(
          Exchanges.get("/orders"), Exchanges.answered(Exchanges.rule(1), Exchanges.upstream(1)));
      log.finished(Exchanges.get("/"), Exchanges.refused(Exchanges.rule(1), Reason.NO_ENDPOINT));
    }
    var fields = new TreeSet<String>();
    for (String line : lines()) {
      new ObjectMapper().readTree(line).fieldNames().forEachRemaining(fields::add);
    }

    String page = Files.readString(Path.of("..", "docs", "access-log.md"));
    List<String> documented =
        Pattern.compile("(?m)^\\| `(\\w+)` \\|")
            .matcher(page)
            .results()
            .map((MatchResult r) -> r.group(1))
            .sorted()
            .toList();
    assertEquals(List.copyOf(fields), documented);
  }

  private double dropped() {
    return registry.get("gatehouse.access.log.dropped").counter().count();
  }

  private List<String> lines() {
    return out.toString(StandardCharsets.UTF_8).lines().toList();
  }
}
