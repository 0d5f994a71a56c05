package dev.gatehouse.dataplane.proxy;

import dev.gatehouse.dataplane.exchange.Exchange;
import dev.gatehouse.dataplane.exchange.LocalAnswer;
import dev.gatehouse.dataplane.exchange.Outcome;
import dev.gatehouse.dataplane.exchange.Reason;
import dev.gatehouse.dataplane.exchange.ResponseHead;
import dev.gatehouse.dataplane.filter.FilterChain;
import dev.gatehouse.dataplane.route.CompiledRule;
import org.jspecify.annotations.Nullable;

/** What a client is sent as the answer to one request, the backend's or our own. */
final class AnswerWriter {
  private final Downstream client;
  private final Exchange exchange;
  private final String gateway;
  private final Guard guard;
  private int status;
  private long bytes;
  private @Nullable Pump pump;

  AnswerWriter(Downstream client, Exchange exchange, String gateway, Guard guard) {
    this.client = client;
    this.exchange = exchange;
    this.gateway = gateway;
    this.guard = guard;
  }

  /**
   * Writes the whole of one of our own.
   *
   * @param chain whose response side sees it; null where no rule matched
   */
  void write(LocalAnswer answer, @Nullable FilterChain chain) {
    AnswerText text = AnswerText.of(answer, gateway, exchange.trace().requestId());
    if (chain != null) {
      chain.onResponse(text.head());
    }
    BodySink to = begin(text.head());
    to.write(text.body());
    to.end();
    bytes = text.body().length();
  }

  /** Begins to pass on a backend's; {@code ending} is told how its body came out. */
  void stream(ResponseHead head, BodySource body, Pump.Ending ending) {
    var passing = new Pump(head.headers(), body, begin(head), guard, ending);
    pump = passing;
    passing.start();
  }

  private BodySink begin(ResponseHead head) {
    BodySink to = client.answer(head, Framings.of(exchange.request().method(), head));
    status = head.status();
    return to;
  }

  /** Whether an answer is on its way, so that no other can be given. */
  boolean begun() {
    return status > 0;
  }

  /** Whether the client leaves unread what is ready for it. */
  boolean stuck() {
    return pump != null && pump.stuck();
  }

  /** Whether it has begun, or a byte has moved, since this was last asked. */
  boolean progressed() {
    return pump != null && pump.progressed();
  }

  /** Passes on no more. */
  void stop() {
    if (pump != null) {
      pump.stop();
    }
  }

  /** Sums the exchange up; without an answer the client went away before. */
  Outcome outcome(
      @Nullable Reason reason,
      @Nullable String detail,
      @Nullable CompiledRule rule,
      Forwarding.Trail trail,
      long nanos) {
    return new Outcome(
        status == 0 ? Reason.CLIENT_RESET.status() : status,
        reason,
        detail,
        rule == null ? null : rule.id(),
        trail.upstream(),
        trail.endpoint(),
        trail.attempts(),
        trail.requestBytes(),
        pump == null ? bytes : pump.bytes(),
        nanos,
        trail.upstreamNanos());
  }
}
