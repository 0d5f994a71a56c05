package dev.gatehouse.dataplane.proxy;

import dev.gatehouse.dataplane.exchange.Exchange;
import dev.gatehouse.dataplane.exchange.Headers;
import dev.gatehouse.dataplane.exchange.Reason;
import dev.gatehouse.dataplane.exchange.ResponseHead;
import dev.gatehouse.dataplane.upstream.Endpoint;
import dev.gatehouse.dataplane.upstream.Wish;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One try to have a request answered by one endpoint. */
final class Attempt implements Wish.Granted<UpstreamConnection>, UpstreamConnection.Answers {
  private static final Set<String> IDEMPOTENT = Set.of("GET", "HEAD", "OPTIONS", "PUT", "DELETE");

  /** Who decides what comes next where no answer's head came. */
  @FunctionalInterface
  interface Otherwise {
    /**
     * Told once.
     *
     * @param repeatable whether it may be sent again without being executed twice
     */
    void attemptFailed(Endpoint endpoint, Reason reason, String detail, boolean repeatable);
  }

  private final LoopContext loop;
  private final Exchange exchange;
  private final Downstream client;
  private final Endpoint endpoint;
  private final Guard guard;
  private final Forwarding.Owner owner;
  private final Otherwise otherwise;
  private final boolean idempotent;
  private final long startNanos;
  private long answerNanos = -1;
  private Timers.Timer timer = Timers.Timer.NONE;
  private @Nullable Wish<UpstreamConnection> wish;
  private @Nullable UpstreamConnection connection;
  private @Nullable Pump requestPump;
  private boolean over;

  Attempt(
      LoopContext loop,
      Exchange exchange,
      Downstream client,
      Endpoint endpoint,
      Guard guard,
      Forwarding.Owner owner,
      Otherwise otherwise) {
    this.loop = loop;
    this.exchange = exchange;
    this.client = client;
    this.endpoint = endpoint;
    this.guard = guard;
    this.owner = owner;
    this.otherwise = otherwise;
    this.idempotent = !client.hasBody() && IDEMPOTENT.contains(exchange.request().method());
    this.startNanos = loop.nanoTime().getAsLong();
  }

  void start(long timeoutMillis) {
    endpoint.began();
    if (timeoutMillis > 0) {
      timer = loop.timers().after(timeoutMillis, () -> guard.execute(this::timedOut));
    }
    wish = loop.pool().acquire(endpoint, !idempotent, this);
  }

  Endpoint endpoint() {
    return endpoint;
  }

  /** From the choice of the endpoint to the answer's head, -1 if none came. */
  long upstreamNanos() {
    return answerNanos;
  }

  /** Null as long as no body is being sent. */
  @Nullable Pump requestPump() {
    return requestPump;
  }

  @Override
  public void connected(UpstreamConnection granted, boolean reused) {
    guard.execute(() -> send(granted));
  }

  private void send(UpstreamConnection granted) {
    connection = granted;
    if (over) {
      granted.close();
    } else if (client.body().hasFailed()) {
      owner.clientBodyFailed();
    } else {
      granted.send(exchange.request(), client.hasBody(), this);
    }
  }

  @Override
  public void execute(Runnable step) {
    guard.execute(step);
  }

  @Override
  public void sending(BodySink sink) {
    if (client.hasBody() && !over) {
      requestPump =
          new Pump(
              Trailers.ofRequest(exchange.request().headers()),
              clientBody(),
              sink,
              guard,
              new RequestEnding());
      requestPump.start();
    }
  }

  /** One whose length was announced has been let in by that. */
  private BodySource clientBody() {
    return exchange.request().headers().contains("content-length")
        ? client.body()
        : new BoundedBody(
            client.body(),
            loop.settings().bodyBytes(),
            () -> guard.execute(owner::clientBodyTooLarge));
  }

  @Override
  public void continued() {
    if (!over) {
      guard.execute(owner::continued);
    }
  }

  @Override
  public void earlyHints(Headers fields) {
    if (!over) {
      guard.execute(() -> owner.earlyHints(fields));
    }
  }

  @Override
  public void head(ResponseHead head, BodySource body) {
    if (isAwaited()) {
      guard.execute(() -> owner.answered(head, body));
    }
  }

  @Override
  public void switched(ResponseHead head, Duplex backend) {
    if (isAwaited()) {
      guard.execute(() -> owner.switched(head, backend));
    }
  }

  /** Whether the answer is one that is waited for; there won't be another. */
  private boolean isAwaited() {
    if (over || answerNanos >= 0) {
      return false;
    }
    timer.cancel();
    answerNanos = loop.nanoTime().getAsLong() - startNanos;
    return true;
  }

  /** What the client sends from now on goes this way. */
  void tunnelled(Pump up) {
    requestPump = up;
  }

  /** The connection has come to its end by itself. */
  void leave() {
    if (!over) {
      end();
    }
  }

  @Override
  public void failed(Reason reason, String detail) {
    if (answerNanos < 0) {
      // A backend that answers nonsense has answered: another would be asked to do it again.
      boolean repeatable = connection == null || (idempotent && reason != Reason.UPSTREAM_PROTOCOL);
      guard.execute(() -> giveUp(reason, detail, repeatable));
    }
  }

  /** Another would be asked for what this one would not do. */
  @Override
  public void reset(String detail) {
    if (answerNanos < 0) {
      guard.execute(() -> giveUp(Reason.UPSTREAM_RESET, detail, false));
    }
  }

  /** It may be sent again whatever its method, unless a part of its body is gone. */
  @Override
  public void unprocessed(String detail) {
    if (answerNanos < 0) {
      Pump pump = requestPump;
      boolean repeatable = pump == null || pump.takeBack();
      guard.execute(() -> giveUp(Reason.UPSTREAM_RESET, detail, repeatable));
    }
  }

  private void timedOut() {
    giveUp(Reason.UPSTREAM_TIMEOUT, "no answer from " + endpoint + " in time", false);
  }

  private void giveUp(Reason reason, String detail, boolean repeatable) {
    if (!over) {
      abort();
      otherwise.attemptFailed(endpoint, reason, detail, repeatable);
    }
  }

  /** The answer has come to its end: the connection serves others, if it still can. */
  void release() {
    UpstreamConnection used = connection;
    boolean sent = requestPump == null || requestPump.over();
    if (over || used == null || !sent) {
      abort();
      return;
    }
    end();
    loop.pool().release(endpoint, used);
  }

  /** Ends the connection, so that the backend never sees a well-formed end. */
  void abort() {
    if (over) {
      return;
    }
    end();
    if (requestPump != null) {
      requestPump.stop();
    }
    if (connection != null) {
      connection.close();
    } else if (wish != null) {
      wish.cancel();
    }
  }

  private void end() {
    over = true;
    timer.cancel();
    endpoint.ended();
  }

  /** How the request's body came out. */
  private final class RequestEnding implements Pump.Ending {
    @Override
    public void pumped() {}

    @Override
    public void sourceFailed() {
      owner.clientBodyFailed();
    }
  }
}
