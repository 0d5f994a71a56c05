package dev.gatehouse.e2e.lead;

import dev.gatehouse.snapshot.Ack;
import dev.gatehouse.snapshot.PushCodec;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Stands between one operator and a pod's push listener, notes every push and what came of it, and
 * can hold pushes back as a slow network does.
 */
final class PushRelay implements AutoCloseable {
  private static final Pattern EPOCH = Pattern.compile("\"epoch\":(\\d+)");

  private final Vertx vertx = Vertx.vertx();
  private final List<Push> pushes = new CopyOnWriteArrayList<>();
  private final List<Runnable> held = new ArrayList<>();
  private final HttpClient client = vertx.createHttpClient();
  private final HttpServer server;
  private final int to;
  private boolean holding;
  private volatile boolean forgetful;

  /**
   * A push that the pod answered.
   *
   * @param arrived in the time of {@link System#nanoTime}
   */
  record Push(long epoch, int status, long arrived) {}

  PushRelay(int to) {
    this.to = to;
    this.server =
        vertx.createHttpServer().requestHandler(this::pass).listen(0, "127.0.0.1").await();
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + server.actualPort());
  }

  /** All that were answered, in that order. */
  List<Push> pushes() {
    return List.copyOf(pushes);
  }

  /** The pod's answers to pushes that came since so many. */
  List<Push> pushesAfter(int count) {
    List<Push> all = pushes();
    return all.subList(count, all.size());
  }

  /** From now on the pod says that it serves nothing, as often as it is asked. */
  void forget() {
    forgetful = true;
  }

  /** From now on no push gets through. */
  synchronized void hold() {
    holding = true;
  }

  synchronized int held() {
    return held.size();
  }

  /** What was held gets through, in its order, and so does what follows. */
  synchronized void release() {
    holding = false;
    held.forEach(Runnable::run);
    held.clear();
  }

  @Override
  public void close() {
    vertx.close().await();
  }

  private void pass(HttpServerRequest request) {
    long arrived = System.nanoTime();
    request.body().onSuccess(body -> take(request, body, arrived));
  }

  private synchronized void take(HttpServerRequest request, Buffer body, long arrived) {
    boolean push = !request.method().equals(HttpMethod.GET);
    if (push && holding) {
      held.add(() -> push(request, body, arrived));
    } else if (push) {
      push(request, body, arrived);
    } else if (forgetful) {
      answer(request, 200, Buffer.buffer(PushCodec.writeAck(new Ack(null, List.of()))));
    } else {
      forward(request, body, _ -> {});
    }
  }

  private void push(HttpServerRequest request, Buffer body, long arrived) {
    Matcher epoch = EPOCH.matcher(body.toString());
    if (!epoch.find()) {
      throw new IllegalStateException("a push without an epoch, or a compressed one");
    }
    long number = Long.parseLong(epoch.group(1));
    forward(request, body, status -> pushes.add(new Push(number, status, arrived)));
  }

  private void forward(HttpServerRequest request, Buffer body, IntConsumer answered) {
    client
        .request(request.method(), to, "127.0.0.1", request.uri())
        .compose(
            onward -> {
              onward.headers().setAll(request.headers()).remove("host");
              return onward.send(body);
            })
        .compose(answer -> answer.body().map(whole -> Map.entry(answer.statusCode(), whole)))
        .onSuccess(
            answer -> {
              answered.accept(answer.getKey());
              answer(request, answer.getKey(), answer.getValue());
            })
        .onFailure(_ -> request.connection().close());
  }

  /** Whether the operator still listens is its own business. */
  private static void answer(HttpServerRequest request, int status, Buffer body) {
    request.response().setStatusCode(status).end(body).onFailure(_ -> request.connection().close());
  }
}
