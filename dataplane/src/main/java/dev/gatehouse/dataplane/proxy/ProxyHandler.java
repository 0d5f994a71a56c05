package dev.gatehouse.dataplane.proxy;

import dev.gatehouse.dataplane.exchange.Exchange;
import dev.gatehouse.dataplane.exchange.LocalAnswer;
import dev.gatehouse.dataplane.exchange.Reason;
import dev.gatehouse.dataplane.proxy.Reception.Received;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Takes the requests of one event loop, and knows those that run. Not thread-safe. */
public final class ProxyHandler {
  private final LoopContext loop;
  private final Reception reception;
  private final Set<ProxiedRequest> running = new LinkedHashSet<>();
  private Runnable whenIdle = () -> {};
  private boolean finishing;
  private volatile boolean draining;

  public ProxyHandler(LoopContext loop, RandomGenerator random) {
    this.loop = loop;
    this.reception = new Reception(loop.settings(), random);
  }

  /** A request's head has come. */
  public void handle(Downstream client) {
    new Guard(
            "without a head", () -> refuse(client, LocalAnswer.of(Reason.INTERNAL)), client::abort)
        .execute(() -> take(client));
  }

  private void take(Downstream client) {
    switch (reception.receive(client.head(), client.peer(), loop.nanoTime().getAsLong())) {
      case Received.Refused(LocalAnswer answer) -> refuse(client, answer);
      case Received.Taken(Exchange exchange, @Nullable Reason end, boolean closes) -> {
        var request = new ProxiedRequest(loop, client, exchange, this::over);
        running.add(request);
        if (finishing) {
          request.closeAfterAnswer();
        }
        request.begin(draining || closes, end);
      }
    }
  }

  /** Answers what is no request at all, after which nothing on its way is taken for one. */
  public void refuse(Downstream client, LocalAnswer answer) {
    refused(client.peer().address(), answer);
    client.readNoMore();
    boolean grpc = GrpcCall.is(client.head().headers());
    AnswerText text = AnswerText.of(answer, grpc, loop.settings().name(), null);
    loop.date().addTo(text.head().headers());
    BodySink sink = client.answer(text.head(), text.framing(client.head().method()));
    sink.write(text.body());
    sink.end();
  }

  private void refused(String peer, LocalAnswer answer) {
    refused(peer, answer.reason(), answer.status(), answer.detail());
  }

  /**
   * Takes note of what was refused, by the transport itself or by {@link #refuse}.
   *
   * @param status of the answer; 0 where there is none
   */
  public void refused(String peer, Reason reason, int status, @Nullable String detail) {
    loop.observer().refused(peer, reason, status, detail);
  }

  /**
   * Refuses a client that doesn't come to the end of its head.
   *
   * @return the whole answer, as it goes over the wire
   */
  public Buffer refuseSlowHead(String peer) {
    LocalAnswer answer =
        LocalAnswer.of(Reason.CLIENT_TIMEOUT, "The request's head was not sent in time.");
    refused(peer, answer);
    AnswerText text = AnswerText.of(answer, loop.settings().name(), null);
    loop.date().addTo(text.head().headers());
    return text.bytes("Request Timeout");
  }

  /** Whatever comes from now on is answered for the last time. May be called from any thread. */
  public void expectNoMore() {
    draining = true;
  }

  /** From now on every answer that has not begun ends its connection, and says so. */
  public void sendAway() {
    expectNoMore();
    running.forEach(ProxiedRequest::sendAway);
  }

  /** Every answer ends its connection, also where that can't be said any more. */
  public void finish(Runnable then) {
    sendAway();
    finishing = true;
    // A copy: a WebSocket may have said its goodbye, and be over, before the next one is told.
    new ArrayList<>(running).forEach(ProxiedRequest::closeAfterAnswer);
    whenIdle = then;
    if (running.isEmpty()) {
      then.run();
    }
  }

  /** Ends what still runs, since the process does. */
  public void cut() {
    new ArrayList<>(running).forEach(ProxiedRequest::shutDown);
  }

  public int running() {
    return running.size();
  }

  /** Ends requests on which nothing moves; to be called about every second. */
  public void sweep() {
    new ArrayList<>(running).forEach(ProxiedRequest::checkProgress);
    loop.pool().closeStale();
  }

  private void over(ProxiedRequest request) {
    running.remove(request);
    if (running.isEmpty()) {
      whenIdle.run();
    }
  }
}
