package dev.gatehouse.dataplane.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.dataplane.exchange.Exchange;
import dev.gatehouse.dataplane.exchange.Headers;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TracingTest {
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String SPAN = "00f067aa0ba902b7";

  private final Tracing tracing = new Tracing(new Random(1));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "00-" + TRACE + "-" + SPAN + "-01",
        "cc-" + TRACE + "-" + SPAN + "-01",
        "cc-" + TRACE + "-" + SPAN + "-01-what-the-future-brings",
      })
  void aValidParentIsContinuedWithASpanOfOurOwn(String parent) {
    Headers headers = new Headers().add("traceparent", parent).add("tracestate", "a=b");
    Exchange.Trace trace = tracing.apply(headers);

    assertEquals(TRACE, trace.traceId());
    assertNotEquals(SPAN, trace.spanId());
    assertEquals("00-" + TRACE + "-" + trace.spanId() + "-01", headers.get("traceparent"));
    assertEquals("a=b", headers.get("tracestate"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "00",
        "00-" + TRACE + "-" + SPAN,
        "00-" + TRACE + "-" + SPAN + "-01-more",
        "00-" + TRACE + "-" + SPAN + "-01.",
        "cc-" + TRACE + "-" + SPAN + "-01.more",
        "ff-" + TRACE + "-" + SPAN + "-01",
        "00-00000000000000000000000000000000-" + SPAN + "-01",
        "00-" + TRACE + "-0000000000000000-01",
        "00-4BF92F3577B34DA6A3CE929D0E0E4736-" + SPAN + "-01",
        "00-" + TRACE + "-" + SPAN + "-0x",
        "00_" + TRACE + "-" + SPAN + "-01",
      })
  void anInvalidParentIsReplacedAndItsStateDropped(String parent) {
    Headers headers = new Headers().add("traceparent", parent).add("tracestate", "a=b");
    Exchange.Trace trace = tracing.apply(headers);

    assertNotEquals(TRACE, trace.traceId());
    assertTrue(trace.traceId().matches("[0-9a-f]{32}"), trace.traceId());
    assertEquals(
        "00-" + trace.traceId() + "-" + trace.spanId() + "-00", headers.get("traceparent"));
    assertNull(headers.get("tracestate"));
  }

  @Test
  void twoParentsAreNone() {
    String parent = "00-" + TRACE + "-" + SPAN + "-01";
    Headers headers = new Headers().add("traceparent", parent).add("traceparent", parent);

    assertNotEquals(TRACE, tracing.apply(headers).traceId());
    assertEquals(1, headers.getAll("traceparent").size());
  }

  @Test
  void aRequestIdIsKept() {
    Headers headers = new Headers().add("x-request-id", "order-7");

    assertEquals("order-7", tracing.apply(headers).requestId());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a\"b", "a\\b", "a\u00e4"})
  void aRequestIdThatCouldBreakALogIsReplaced(String id) {
    Headers headers = new Headers().add("x-request-id", id);
    Exchange.Trace trace = tracing.apply(headers);

    assertTrue(trace.requestId().matches("[0-9a-f]{32}"), trace.requestId());
    assertEquals(trace.requestId(), headers.get("x-request-id"));
  }
}
