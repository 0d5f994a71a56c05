package dev.gatehouse.dataplane.proxy;

import dev.gatehouse.dataplane.exchange.Exchange;
import dev.gatehouse.dataplane.exchange.Headers;
import dev.gatehouse.dataplane.exchange.LocalAnswer;
import dev.gatehouse.dataplane.exchange.Outcome;
import dev.gatehouse.dataplane.exchange.Reason;
import dev.gatehouse.dataplane.exchange.ResponseHead;
import dev.gatehouse.dataplane.route.CompiledRule;
import dev.gatehouse.dataplane.upstream.Endpoint;
import dev.gatehouse.dataplane.upstream.Upstream;
import dev.gatehouse.snapshot.ResourceId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A request's way to an upstream: which endpoint is asked, and whether another one is. */
final class Forwarding implements Attempt.Otherwise {
  /** Enough to get past endpoints that are going; more would only hide that all are gone. */
  private static final int MAX_ATTEMPTS = 4;

  /** Whose request it is. */
  interface Owner {
    void continued();

    void earlyHints(Headers fields);

    void answered(ResponseHead head, BodySource body);

    /** The backend has taken up the other protocol that the request asked for. */
    void switched(ResponseHead head, Duplex backend);

    /** No endpoint answered, and no other is asked. */
    void answer(LocalAnswer answer);

    void clientBodyFailed();

    /** More of the client's body came than the pod takes. */
    void clientBodyTooLarge();
  }

  /** What the {@link Outcome} tells of it. */
  record Trail(
      @Nullable ResourceId upstream,
      @Nullable String endpoint,
      int attempts,
      long requestBytes,
      long upstreamNanos) {
    /** Nothing was to be forwarded. */
    static final Trail NONE = new Trail(null, null, 0, 0, -1);
  }

  private final LoopContext loop;
  private final Exchange exchange;
  private final Downstream client;
  private final CompiledRule rule;
  private final Upstream upstream;
  private final Guard guard;
  private final Owner owner;
  private final List<Endpoint> tried = new ArrayList<>(1);
  private @Nullable Attempt attempt;
  private int attempts;

  Forwarding(
      LoopContext loop,
      Exchange exchange,
      Downstream client,
      CompiledRule rule,
      Upstream upstream,
      Guard guard,
      Owner owner) {
    this.loop = loop;
    this.exchange = exchange;
    this.client = client;
    this.rule = rule;
    this.upstream = upstream;
    this.guard = guard;
    this.owner = owner;
  }

  /** Asks an endpoint, a new one if there is any. */
  void attempt() {
    Endpoint endpoint =
        loop.balancer()
            .choose(rule.loadBalancer(), upstream, untried(upstream.endpoints()), exchange);
    if (endpoint == null) {
      owner.answer(LocalAnswer.of(Reason.NO_ENDPOINT));
      return;
    }
    attempts++;
    var next = new Attempt(loop, exchange, client, endpoint, guard, owner, this);
    attempt = next;
    next.start(rule.timeouts().backendRequestMillis());
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
  public void attemptFailed(Endpoint failed, Reason reason, String detail, boolean repeatable) {
    if (repeatable && attempts < MAX_ATTEMPTS && !upstream.endpoints().isEmpty()) {
      tried.add(failed);
      attempt();
    } else {
      owner.answer(LocalAnswer.of(reason, detail));
    }
  }

  /** What the client sends from now on goes this way. */
  void tunnelled(Pump up) {
    if (attempt != null) {
      attempt.tunnelled(up);
    }
  }

  /** The connection has come to its end by itself. */
  void leave() {
    if (attempt != null) {
      attempt.leave();
    }
  }

  Trail trail() {
    Attempt last = attempt;
    return last == null
        ? new Trail(upstream.id(), null, 0, 0, -1)
        : new Trail(
            upstream.id(),
            last.endpoint().toString(),
            attempts,
            last.requestPump() == null ? 0 : last.requestPump().bytes(),
            last.upstreamNanos());
  }

  /** Null as long as no body is being sent. */
  @Nullable Pump requestPump() {
    return attempt == null ? null : attempt.requestPump();
  }

  /** The answer has come to its end: the connection serves others, if it still can. */
  void release() {
    if (attempt != null) {
      attempt.release();
    }
  }

  /** Ends the attempt that runs, if one does. */
  void abort() {
    if (attempt != null) {
      attempt.abort();
    }
  }
}
