package dev.gatehouse.dataplane.proxy;

import dev.gatehouse.dataplane.exchange.Exchange;
import dev.gatehouse.dataplane.exchange.Headers;
import dev.gatehouse.dataplane.exchange.LocalAnswer;
import dev.gatehouse.dataplane.exchange.Reason;
import dev.gatehouse.dataplane.exchange.ResponseHead;
import dev.gatehouse.dataplane.filter.FilterChain;
import dev.gatehouse.dataplane.proxy.ProgressWatch.Turn;
import dev.gatehouse.dataplane.route.CompiledRule;
import dev.gatehouse.dataplane.route.RouteMatch;
import dev.gatehouse.dataplane.route.RouteTable;
import dev.gatehouse.dataplane.route.WeightedBackends.Pick;
import dev.gatehouse.snapshot.ResourceId;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One request from its head to the end of its answer. Every path ends in {@link #finish}, once,
 * whoever gave up first: the client, the backend, a filter, a clock, or the gateway itself by a
 * fault that the {@link Guard} saw. It is told of, and is over, once the answer has left.
 */
final class ProxiedRequest
    implements FilterChain.Then, Forwarding.Owner, Pump.Ending, Tunnel.Owner {
  private final LoopContext loop;
  private final Downstream client;
  private final Exchange exchange;
  private final Consumer<ProxiedRequest> whenOver;
  private final Guard guard;
  private final AnswerWriter writer;
  private final ProgressWatch progress;
  private Timers.Timer deadline = Timers.Timer.NONE;
  private @Nullable CompiledRule rule;
  private @Nullable FilterChain chain;
  private @Nullable Forwarding forwarding;
  private @Nullable Tunnel tunnel;
  private boolean leaving;
  private boolean finished;
  private boolean shutDown;

  ProxiedRequest(
      LoopContext loop, Downstream client, Exchange exchange, Consumer<ProxiedRequest> whenOver) {
    this.loop = loop;
    this.client = client;
    this.exchange = exchange;
    this.whenOver = whenOver;
    this.guard = new Guard(exchange.trace().requestId(), this::fail, this::abort);
    this.writer = new AnswerWriter(client, exchange, loop, guard);
    this.progress = new ProgressWatch(loop.settings().timeouts(), exchange.startNanos());
  }

  /**
   * Takes it on.
   *
   * @param last whether the connection ends with it
   * @param end why it goes no further than here; null where it is to be routed
   */
  void begin(boolean last, @Nullable Reason end) {
    guard.execute(
        () -> {
          loop.observer().started(exchange);
          client.onGone(why -> guard.execute(() -> clientGone(why)));
          client.onMalformed(() -> guard.execute(this::clientBodyFailed));
          if (last) {
            closeWithAnswer();
          }
          route(end);
        });
  }

  private void route(@Nullable Reason end) {
    RouteTable table = loop.routing().get();
    if (end != null) {
      answer(LocalAnswer.of(end));
    } else if (table == null) {
      answer(LocalAnswer.of(Reason.NOT_READY));
    } else {
      RouteMatch match = table.match(exchange.request());
      if (match == null) {
        answer(LocalAnswer.of(Reason.NO_ROUTE));
      } else {
        follow(match);
      }
    }
  }

  /** The connection goes no further than this; a WebSocket's says goodbye, once it is one. */
  void closeAfterAnswer() {
    leaving = true;
    if (tunnel == null) {
      closeWithAnswer();
    } else {
      Tunnel open = tunnel;
      guard.execute(() -> open.leave(Reason.SHUTDOWN));
    }
  }

  /** What a client sends after it has asked for a WebSocket is no request, but may be a frame. */
  private void closeWithAnswer() {
    if (!exchange.asksForWebSocket()) {
      client.closeAfterAnswer();
    }
  }

  /** Closing without a word, the client's next request might be on its way already. */
  void sendAway() {
    if (!writer.begun()) {
      closeWithAnswer();
    }
  }

  private void follow(RouteMatch match) {
    CompiledRule matched = match.rule();
    rule = matched;
    exchange.matched(match.variables(), match.matchedPrefix());
    if (matched.fixedAnswer() != null) {
      answer(matched.fixedAnswer().answer());
      return;
    }
    LocalAnswer refusal = WebSocketHandshake.passOn(exchange, matched);
    if (refusal != null) {
      answer(refusal);
      return;
    }
    long bound =
        GrpcCall.boundMillis(exchange.request().headers(), matched.timeouts().requestMillis());
    if (bound > 0) {
      deadline = loop.timers().after(bound, () -> guard.execute(this::outOfTime));
    }
    chain = new FilterChain(matched.filters(), exchange, this, guard);
    chain.onRequest();
  }

  @Override
  public void forward() {
    if (finished || rule == null) {
      return;
    }
    if (client.body().hasFailed()) {
      clientBodyFailed(); // No backend hears of it.
      return;
    }
    switch (rule.backends().pick()) {
      case Pick.Refused(CompiledRule.FixedAnswer why) -> answer(why.answer());
      case Pick.To(ResourceId id) -> {
        var way =
            new Forwarding(loop, exchange, client, rule, loop.upstreams().get(id), guard, this);
        forwarding = way;
        way.attempt();
      }
    }
  }

  @Override
  public void continued() {
    client.sendContinue();
  }

  @Override
  public void earlyHints(Headers fields) {
    HopByHop.removeFrom(fields);
    fields.remove("content-length"); // RFC 9110, section 8.6: none in a 1xx.
    client.sendEarlyHints(fields);
  }

  @Override
  public void answered(ResponseHead head, BodySource body) {
    prepare(head);
    // Early: the client must know that the rest of its body, or a next request, isn't read.
    closeUnlessReceived();
    writer.stream(head, body, this);
  }

  @Override
  public void switched(ResponseHead head, Duplex backend) {
    prepare(head);
    WebSocketHandshake.say(head.headers());
    deadline.cancel();
    var opened =
        new Tunnel(writer.switchProtocols(head), backend, guard, this, loop.nanoTime().getAsLong());
    tunnel = opened;
    loop.observer().tunnelOpened();
    writer.tunnelled(opened.down());
    if (forwarding != null) {
      forwarding.tunnelled(opened.up());
    }
    opened.start();
    if (leaving) {
      opened.leave(Reason.SHUTDOWN);
    }
  }

  /** Makes of a backend's head the one that is passed on. */
  private void prepare(ResponseHead head) {
    HopByHop.removeFrom(head.headers());
    if (chain != null) {
      chain.onResponse(head);
    }
  }

  @Override
  public void tunnelEnded(@Nullable Reason reason, @Nullable String detail) {
    if (forwarding != null) {
      forwarding.leave();
    }
    finish(reason, detail);
  }

  /** The backend's answer went through whole. */
  @Override
  public void pumped() {
    closeUnlessReceived();
    if (forwarding != null) {
      forwarding.release();
    }
    finish(null, null);
  }

  @Override
  public void sourceFailed() {
    cut(Reason.UPSTREAM_RESET, "the backend's answer was cut short");
  }

  @Override
  public void answer(LocalAnswer answer) {
    if (!finished) {
      closeUnlessReceived();
      writer.write(answer, chain);
      finish(answer.reason(), answer.detail());
    }
  }

  /** What is still to come of the body, or for a WebSocket, would be taken for a request. */
  private void closeUnlessReceived() {
    Pump pump = requestPump();
    boolean received = !client.hasBody() || (pump != null && pump.completed());
    if (!received || exchange.asksForWebSocket()) {
      client.readNoMore();
    }
  }

  private @Nullable Pump requestPump() {
    return forwarding == null ? null : forwarding.requestPump();
  }

  /** Ends it from our side: with an answer if none has begun, else with an abort. */
  private void cut(Reason reason, @Nullable String detail) {
    if (finished) {
      return;
    }
    abortForwarding();
    if (client.answered()) {
      finish(null, null); // A backend that hasn't ended what it announced the length of.
    } else if (writer.begun()) {
      if (tunnel != null) {
        tunnel.abort();
      }
      writer.stop();
      client.abort();
      finish(reason, detail);
    } else {
      answer(LocalAnswer.of(reason, detail));
    }
  }

  void shutDown() {
    shutDown = true;
    guard.execute(() -> cut(Reason.SHUTDOWN, "it still ran at the deadline of the drain"));
  }

  private void outOfTime() {
    cut(Reason.REQUEST_TIMEOUT, "the time for the request has passed");
  }

  /** No filter sees the answer, since it may be one of them that failed. */
  private void fail() {
    if (chain != null) {
      chain.abandon();
      chain = null;
    }
    cut(Reason.INTERNAL, null);
  }

  private void abort() {
    try {
      client.abort();
    } finally {
      finish(Reason.INTERNAL, null);
    }
  }

  void checkProgress() {
    guard.execute(this::endIfStalled);
  }

  private void endIfStalled() {
    if (finished) {
      return; // The connection watches what has yet to leave.
    }
    long now = loop.nanoTime().getAsLong();
    if (tunnel != null) {
      tunnel.checkIdle(now, loop.settings().timeouts().tunnelIdle().toNanos());
      return;
    }
    Pump upload = requestPump();
    boolean sent = upload != null && upload.progressed();
    boolean answered = writer.progressed();
    Turn turn = ProgressWatch.turn(client, writer, upload);
    if (progress.stalled(turn, sent || answered, now)) {
      switch (turn) {
        case CLIENT -> cut(Reason.CLIENT_TIMEOUT, "the client neither sends nor reads");
        case BACKEND -> cut(Reason.UPSTREAM_TIMEOUT, "the backend neither reads nor sends");
      }
    }
  }

  @Override
  public void clientBodyFailed() {
    if (!finished && client.connected() && !writer.begun()) {
      abortForwarding();
      answer(LocalAnswer.of(Reason.BAD_REQUEST, "The body is malformed."));
    } else {
      clientGone(Reason.CLIENT_RESET);
    }
  }

  @Override
  public void clientBodyTooLarge() {
    cut(Reason.BODY_TOO_LARGE, null);
  }

  private void clientGone(Reason why) {
    if (finished) {
      return;
    }
    abortForwarding();
    writer.stop();
    client.abort();
    finish(why, null);
  }

  private void abortForwarding() {
    if (forwarding != null) {
      forwarding.abort();
    }
  }

  private void finish(@Nullable Reason reason, @Nullable String detail) {
    if (finished) {
      return;
    }
    finished = true;
    if (tunnel != null) {
      loop.observer().tunnelClosed();
    }
    deadline.cancel();
    if (chain != null) {
      chain.abandon();
    }
    client.whenSettled(lost -> guard.execute(() -> over(outcome(reason, lost), detail)));
  }

  /**
   * What was lost of an answer matters more than why it was given, unless that tells of a fault.
   */
  private @Nullable Reason outcome(@Nullable Reason reason, @Nullable Reason lost) {
    if (lost == null || (reason != null && reason.isFault())) {
      return reason;
    }
    return shutDown ? Reason.SHUTDOWN : lost;
  }

  private void over(@Nullable Reason reason, @Nullable String detail) {
    Forwarding.Trail trail = forwarding == null ? Forwarding.Trail.NONE : forwarding.trail();
    long nanos = loop.nanoTime().getAsLong() - exchange.startNanos();
    try {
      loop.observer().finished(exchange, writer.outcome(reason, detail, rule, trail, nanos));
    } finally {
      whenOver.accept(this);
    }
  }
}
