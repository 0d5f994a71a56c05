package dev.gatehouse.dataplane.proxy;

import dev.gatehouse.dataplane.exchange.Exchange;
import dev.gatehouse.dataplane.exchange.LocalAnswer;
import dev.gatehouse.dataplane.exchange.Outcome;
import dev.gatehouse.dataplane.exchange.Reason;
import dev.gatehouse.dataplane.exchange.ResponseHead;
import dev.gatehouse.dataplane.filter.FilterChain;
import dev.gatehouse.dataplane.route.CompiledRule;
import dev.gatehouse.dataplane.route.RouteMatch;
import dev.gatehouse.dataplane.route.RouteTable;
import dev.gatehouse.dataplane.route.WeightedBackends.Pick;
import dev.gatehouse.dataplane.upstream.Endpoint;
import dev.gatehouse.dataplane.upstream.Upstream;
import dev.gatehouse.snapshot.ResourceId;
import dev.gatehouse.snapshot.Timeouts;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One request from its head to the end of its answer. Every path ends in {@link #finish}, once,
 * whoever gave up first: the client, the backend, a filter or a clock.
 */
final class ProxiedRequest implements FilterChain.Then, Attempt.Owner {
  /** Enough to get past endpoints that are going; more would only hide that all are gone. */
  private static final int MAX_ATTEMPTS = 4;

  private final LoopContext loop;
  private final Downstream client;
  private final Exchange exchange;
  private final Consumer<ProxiedRequest> whenOver;
  private final List<Endpoint> tried = new ArrayList<>(1);
  private Timers.Timer deadline = Timers.Timer.NONE;
  private @Nullable CompiledRule rule;
  private @Nullable FilterChain chain;
  private @Nullable Upstream upstream;
  private @Nullable Attempt attempt;
  private @Nullable Pump answerPump;
  private @Nullable BodySink answerSink;
  private int attempts;
  private int status;
  private long lastProgress;
  private boolean finished;

  ProxiedRequest(
      LoopContext loop, Downstream client, Exchange exchange, Consumer<ProxiedRequest> whenOver) {
    this.loop = loop;
    this.client = client;
    this.exchange = exchange;
    this.whenOver = whenOver;
    this.lastProgress = exchange.startNanos();
  }

  void begin(boolean cameBefore) {
    loop.observer().started(exchange);
    client.onGone(this::clientGone);
    RouteTable table = loop.routing().get();
    if (cameBefore) {
      answer(LocalAnswer.of(Reason.LOOP_DETECTED));
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

  private void follow(RouteMatch match) {
    CompiledRule matched = match.rule();
    rule = matched;
    exchange.matched(match.variables(), match.matchedPrefix());
    if (matched.fixedAnswer() != null) {
      answer(matched.fixedAnswer().answer());
      return;
    }
    Timeouts timeouts = matched.timeouts();
    if (timeouts.requestMillis() > 0) {
      deadline = loop.timers().after(timeouts.requestMillis(), this::timedOut);
    }
    chain = new FilterChain(matched.filters(), exchange, this);
    chain.onRequest();
  }

  @Override
  public void forward() {
    if (finished || rule == null) {
      return;
    }
    switch (rule.backends().pick()) {
      case Pick.Refused(CompiledRule.FixedAnswer why) -> answer(why.answer());
      case Pick.To(ResourceId id) -> {
        upstream = loop.upstreams().get(id);
        attempt(rule, upstream);
      }
    }
  }

  private void attempt(CompiledRule matched, Upstream to) {
    Endpoint endpoint =
        loop.balancer().choose(matched.loadBalancer(), to, untried(to.endpoints()), exchange);
    if (endpoint == null) {
      answer(LocalAnswer.of(Reason.NO_ENDPOINT));
      return;
    }
    attempts++;
    var next = new Attempt(loop, exchange, client, endpoint, this);
    attempt = next;
    next.start(matched.timeouts().backendRequestMillis());
  }

  /** Once all have been tried, any of them may be tried again. */
  private List<Endpoint> untried(List<Endpoint> endpoints) {
    if (tried.isEmpty()) {
      return endpoints;
    }
    var others = new ArrayList<>(endpoints);
    others.removeAll(tried);
    return others.isEmpty() ? endpoints : others;
  }

  @Override
  public void attemptFailed(Reason reason, String detail, boolean repeatable) {
    if (finished) {
      return;
    }
    Attempt failed = attempt;
    if (repeatable
        && attempts < MAX_ATTEMPTS
        && failed != null
        && rule != null
        && upstream != null
        && !upstream.endpoints().isEmpty()) {
      tried.add(failed.endpoint());
      attempt(rule, upstream);
    } else {
      answer(LocalAnswer.of(reason, detail));
    }
  }

  @Override
  public void continued() {
    client.sendContinue();
  }

  @Override
  public void answered(ResponseHead head, BodySource body) {
    if (head.status() == 101) {
      abortAttempt();
      answer(LocalAnswer.of(Reason.UPSTREAM_PROTOCOL, "a switch of protocols nobody asked for"));
      return;
    }
    HopByHop.removeFrom(head.headers());
    LocalAnswer instead = chain == null ? null : chain.onResponse(head);
    if (instead != null) {
      abortAttempt();
      send(instead);
      return;
    }
    status = head.status();
    BodySink sink = client.answer(head, Framings.of(exchange.request().method(), head));
    answerSink = sink;
    answerPump = new Pump(body, sink, new AnswerEnding());
    answerPump.start();
  }

  @Override
  public void answer(LocalAnswer answer) {
    if (!finished) {
      send(answer);
    }
  }

  private void send(LocalAnswer answer) {
    AnswerText text = text(answer);
    LocalAnswer instead = chain == null ? null : chain.onResponse(text.head());
    if (instead != null) {
      text = text(instead);
    }
    status = text.head().status();
    if (!requestReceived()) {
      client.closeAfterAnswer();
    }
    BodySink sink =
        client.answer(text.head(), Framings.of(exchange.request().method(), text.head()));
    sink.write(text.body());
    sink.end();
    finish(
        instead == null ? answer.reason() : instead.reason(),
        answer.detail(),
        text.body().length());
  }

  private AnswerText text(LocalAnswer answer) {
    return AnswerText.of(answer, loop.settings().pseudonym(), exchange.trace().requestId());
  }

  private boolean requestReceived() {
    Pump pump = attempt == null ? null : attempt.requestPump();
    return !client.hasBody() || (pump != null && pump.completed());
  }

  void closeAfterAnswer() {
    client.closeAfterAnswer();
  }

  private void timedOut() {
    cut(Reason.REQUEST_TIMEOUT, "the rule's request timeout has passed");
  }

  /** Ends it from our side: with an answer if none has begun, else with an abort. */
  private void cut(Reason reason, String detail) {
    if (finished) {
      return;
    }
    abortAttempt();
    if (answerPump == null) {
      answer(LocalAnswer.of(reason, detail));
    } else {
      answerPump.stop();
      client.abort();
      finish(reason, detail, answerPump.bytes());
    }
  }

  void checkProgress() {
    Pump sending = attempt == null ? null : attempt.requestPump();
    boolean uploads = sending != null && !sending.over();
    boolean stuck = answerPump != null && answerSink != null && answerSink.full();
    boolean sent = sending != null && sending.progressed();
    boolean read = answerPump != null && answerPump.progressed();
    long now = loop.nanoTime().getAsLong();
    if (sent || read || (!uploads && !stuck)) {
      lastProgress = now;
    } else if (now - lastProgress > loop.settings().idleTimeout().toNanos()) {
      cut(Reason.CLIENT_TIMEOUT, "the client neither sends nor reads");
    }
  }

  @Override
  public void clientBodyFailed() {
    clientGone();
  }

  private void clientGone() {
    if (finished) {
      return;
    }
    abortAttempt();
    if (answerPump != null) {
      answerPump.stop();
    }
    if (status == 0) {
      status = Reason.CLIENT_RESET.status();
    }
    client.abort();
    finish(Reason.CLIENT_RESET, null, answerPump == null ? 0 : answerPump.bytes());
  }

  private void abortAttempt() {
    if (attempt != null) {
      attempt.abort();
    }
  }

  private void finish(@Nullable Reason reason, @Nullable String detail, long answerBytes) {
    finished = true;
    deadline.cancel();
    if (chain != null) {
      chain.abandon();
    }
    Pump sent = attempt == null ? null : attempt.requestPump();
    loop.observer()
        .finished(
            exchange,
            new Outcome(
                status,
                reason,
                detail,
                rule == null ? null : rule.id(),
                upstream == null ? null : upstream.id(),
                attempt == null ? null : attempt.endpoint().toString(),
                attempts,
                sent == null ? 0 : sent.bytes(),
                answerBytes,
                loop.nanoTime().getAsLong() - exchange.startNanos(),
                attempt == null ? -1 : attempt.upstreamNanos()));
    whenOver.accept(this);
  }

  /** How the backend's answer came out. */
  private final class AnswerEnding implements Pump.Ending {
    @Override
    public void pumped() {
      if (!requestReceived()) {
        client.closeAfterAnswer();
      }
      if (attempt != null) {
        attempt.release();
      }
      finish(null, null, answerPump == null ? 0 : answerPump.bytes());
    }

    @Override
    public void sourceFailed() {
      cut(Reason.UPSTREAM_RESET, "the backend's answer was cut short");
    }
  }
}
