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
  private final LoopContext loop;
  private final Guard guard;
  private final boolean grpc;
  private int status;
  private long bytes;
  private @Nullable Pump pump;

  AnswerWriter(Downstream client, Exchange exchange, LoopContext loop, Guard guard) {
    this.client = client;
    this.exchange = exchange;
    this.loop = loop;
    this.guard = guard;
    this.grpc = GrpcCall.is(exchange.request().headers());
  }

  /**
   * Writes the whole of one of our own.
   *
   * @param chain whose response side sees it; null where no rule matched
   */
  void write(LocalAnswer answer, @Nullable FilterChain chain) {
    AnswerText text =
        AnswerText.of(answer, grpc, loop.settings().name(), exchange.trace().requestId());
    if (chain != null) {
      chain.onResponse(text.head());
    }
    Downstream.Framing framing = text.framing(exchange.request().method());
    BodySink to = begin(text.head(), framing);
    to.write(text.body());
    to.end();
    bytes = framing == Downstream.Framing.NO_BODY ? 0 : text.body().length();
  }

  /** Begins to pass on a backend's; {@code ending} is told how its body came out. */
  void stream(ResponseHead head, BodySource body, Pump.Ending ending) {
    if (GrpcCall.is(head.headers())) {
      // Its end would come with the last of that length, before the fields that tell how it went.
      head.headers().remove("content-length");
    }
    // One that is known to be empty ends with its head, or gRPC would miss the status in it.
    Downstream.Framing framing = Framings.of(exchange.request().method(), head);
    BodySink to = begin(head, body.isEmpty() ? Downstream.Framing.NO_BODY : framing);
    var passing = new Pump(Trailers.ofAnswer(head.headers()), body, to, guard, ending);
    pump = passing;
    passing.start();
  }

  /** Passes on that the backend has taken up another protocol. */
  Duplex switchProtocols(ResponseHead head) {
    Duplex switched = client.switchProtocols(head);
    status = head.status();
    return switched;
  }

  /** What the client is sent from now on goes this way. */
  void tunnelled(Pump down) {
    pump = down;
  }

  private BodySink begin(ResponseHead head, Downstream.Framing framing) {
    loop.date().addTo(head.headers());
    BodySink to = client.answer(head, framing);
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
