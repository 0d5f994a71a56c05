package dev.gatehouse.e2e.push;

import dev.gatehouse.snapshot.Ack;
import dev.gatehouse.snapshot.PushCodec;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/**
 * Stands between one operator and a pod's push listener, notes every push and what came of it, and
 * can hold pushes back as a slow network does, or half of one.
 */
public final class PushRelay implements AutoCloseable {
  private static final Pattern EPOCH = Pattern.compile("\"epoch\":(\\d+)");

  private final Vertx vertx = Vertx.vertx();
  private final List<Push> pushes = new CopyOnWriteArrayList<>();
  private final List<Runnable> held = new ArrayList<>();
  private final HttpClient client = vertx.createHttpClient();
  private final HttpServer server;
  private final int to;
  private boolean holding;
  private boolean halving;
  private volatile boolean halfWay;
  private volatile boolean forgetful;

  /**
   * A push that the pod answered.
   *
   * @param arrived in the time of {@link System#nanoTime}
   */
  public record Push(long epoch, int status, long arrived) {}

  /** One that is closed at the end. */
  public PushRelay(int to) {
    this.to = to;
    this.server =
        vertx.createHttpServer().requestHandler(this::pass).listen(0, "127.0.0.1").await();
  }

  /** For the operator, in the place of the pod's own. */
  public URI address() {
    return URI.create("http://127.0.0.1:" + server.actualPort());
  }

  /** All that were answered, in that order. */
  public List<Push> pushes() {
    return List.copyOf(pushes);
  }

  /** The pod's answers to pushes that came since so many. */
  public List<Push> pushesAfter(int count) {
    List<Push> all = pushes();
    return all.subList(count, all.size());
  }

  /** From now on the pod says that it serves nothing, as often as it is asked. */
  public void forget() {
    forgetful = true;
  }

  /** From now on no push gets through. */
  public synchronized void hold() {
    holding = true;
  }

  /** How many pushes are held. */
  public synchronized int held() {
    return held.size();
  }

  /** Of the next push the pod gets the first half, and then nothing while the operator lives. */
  public synchronized void halve() {
    halving = true;
  }

  /** Whether that half is on its way to the pod. */
  public boolean isHalfWay() {
    return halfWay;
  }

  /** What was held gets through, in its order, and so does what follows. */
  public synchronized void release() {
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
    if (push && halving) {
      halving = false;
      half(request, body);
    } else if (push && holding) {
      held.add(() -> push(request, body, arrived));
    } else if (push) {
      push(request, body, arrived);
    } else if (forgetful) {
      answer(request, 200, Buffer.buffer(PushCodec.writeAck(new Ack(null, List.of()))));
    } else {
      forward(request, body, _ -> {});
    }
  }

  private void half(HttpServerRequest request, Buffer body) {
    Buffer head = Buffer.buffer("%s %s HTTP/1.1\r\n".formatted(request.method(), request.uri()));
    request
        .headers()
        .forEach((name, value) -> head.appendString("%s: %s\r\n".formatted(name, value)));
    Buffer half = head.appendString("\r\n").appendBuffer(body.slice(0, body.length() / 2));
    vertx
        .createNetClient()
        .connect(to, "127.0.0.1")
        .onSuccess(
            pod -> {
              request.connection().closeHandler(_ -> pod.close());
              pod.write(half).onSuccess(_ -> halfWay = true);
            });
  }

  private void push(HttpServerRequest request, Buffer body, long arrived) {
    Matcher epoch = EPOCH.matcher(text(request, body));
    if (!epoch.find()) {
      throw new IllegalStateException("a push without an epoch");
    }
    long number = Long.parseLong(epoch.group(1));
    forward(request, body, status -> pushes.add(new Push(number, status, arrived)));
  }

  private static String text(HttpServerRequest request, Buffer body) {
    if (!"gzip".equals(request.getHeader("content-encoding"))) {
      return body.toString();
    }
    try (var plain = new GZIPInputStream(new ByteArrayInputStream(body.getBytes()))) {
      return new String(plain.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
