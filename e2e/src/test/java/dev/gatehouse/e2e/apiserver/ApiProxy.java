package dev.gatehouse.e2e.apiserver;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.NetSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Stands between one client and the API server: it counts what is asked and notes every write, can
 * do something just before one is passed on, and can make the API server look troubled.
 */
public final class ApiProxy implements AutoCloseable {
  private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");

  private final Vertx vertx = Vertx.vertx();
  private final List<Write> writes = new CopyOnWriteArrayList<>();
  private final Set<HttpConnection> connections = ConcurrentHashMap.newKeySet();
  private final AtomicLong requests = new AtomicLong();
  private final AtomicReference<@Nullable Before> before = new AtomicReference<>();
  private final Config config;
  private final URI upstream;
  private final HttpClient client;
  private final HttpServer server;
  private volatile Trouble trouble = Trouble.NONE;

  /** What befalls all that is asked. */
  public sealed interface Trouble {
    Trouble NONE = new Slow(Duration.ZERO);

    /** It takes longer by this. */
    record Slow(Duration by) implements Trouble {}

    /** It is answered so, and not passed on. */
    record Refusing(int status) implements Trouble {}
  }

  /** A request that is no reading one. */
  public record Write(String method, String path) {}

  private record Before(Predicate<Write> which, Runnable action) {}

  /** A proxy for whoever uses its {@link #config}. */
  public ApiProxy(ApiServer api) {
    this(api.client().getConfiguration());
  }

  /** One that itself reaches the API server in this way. */
  public ApiProxy(Config onward) {
    upstream = URI.create(onward.getMasterUrl());
    client =
        vertx.createHttpClient(
            new HttpClientOptions().setSsl(true).setTrustAll(true).setVerifyHost(false),
            new PoolOptions().setHttp1MaxSize(200));
    server =
        await(
            vertx
                .createHttpServer(new HttpServerOptions().setHttp2ClearTextEnabled(false))
                .connectionHandler(this::connected)
                .requestHandler(this::arrived)
                .listen(0, "127.0.0.1"));
    config =
        new ConfigBuilder(onward).withMasterUrl("http://127.0.0.1:" + server.actualPort()).build();
  }

  /** That of an administrator who goes through here. */
  public Config config() {
    return config;
  }

  /** How often anything was asked so far, and be it for a watch. */
  public long requests() {
    return requests.get();
  }

  /** From now on this befalls whatever is asked; what was asked before, as watches, ends. */
  public void trouble(Trouble next) {
    trouble = next;
    connections.forEach(HttpConnection::close);
  }

  /** All writes so far to paths that hold {@code part}, in the order in which they came. */
  public List<Write> writes(String part) {
    return writes.stream().filter(write -> write.path().contains(part)).toList();
  }

  /** Before the next such write is passed on, and once only, this is done. */
  public void before(Predicate<Write> which, Runnable action) {
    before.set(new Before(which, action));
  }

  @Override
  public void close() {
    await(vertx.close());
  }

  private void connected(HttpConnection connection) {
    connections.add(connection);
    connection.closeHandler(_ -> connections.remove(connection));
  }

  private void arrived(HttpServerRequest request) {
    requests.incrementAndGet();
    request.pause();
    switch (trouble) {
      case Trouble.Slow(Duration by) when by.isZero() -> pass(request);
      case Trouble.Slow(Duration by) -> vertx.setTimer(by.toMillis(), _ -> pass(request));
      case Trouble.Refusing(int status) ->
          request
              .response()
              .setStatusCode(status)
              .putHeader("retry-after", "1")
              .end()
              .onFailure(_ -> request.connection().close());
    }
  }

  private void pass(HttpServerRequest request) {
    var write = new Write(request.method().name(), Objects.requireNonNullElse(request.path(), ""));
    if (READING.contains(write.method())) {
      forward(request);
      return;
    }
    Before next = before.get();
    if (next != null && next.which.test(write) && before.compareAndSet(next, null)) {
      vertx
          .executeBlocking(
              () -> {
                next.action.run();
                return write;
              },
              false)
          .onSuccess(
              _ -> {
                writes.add(write);
                forward(request);
              })
          .onFailure(_ -> request.connection().close());
      return;
    }
    writes.add(write);
    forward(request);
  }

  private void forward(HttpServerRequest request) {
    var options =
        new RequestOptions()
            .setMethod(request.method())
            .setHost(upstream.getHost())
            .setPort(upstream.getPort())
            .setURI(request.uri());
    client
        .request(options)
        .onSuccess(
            onward -> {
              onward.headers().setAll(request.headers()).remove(HttpHeaders.HOST);
              if ("websocket".equalsIgnoreCase(request.getHeader(HttpHeaders.UPGRADE))) {
                upgrade(request, onward);
              } else {
                exchange(request, onward);
              }
            })
        .onFailure(_ -> request.connection().close());
  }

  private static void exchange(HttpServerRequest request, HttpClientRequest onward) {
    // Offers of HTTP/2 are between two neighbours.
    onward.headers().remove("Upgrade").remove("HTTP2-Settings").remove("Connection");
    request.response().closeHandler(_ -> onward.reset());
    onward
        .send(request)
        .onSuccess(
            answer -> {
              request.response().setStatusCode(answer.statusCode());
              request.response().headers().setAll(answer.headers());
              answer.pipeTo(request.response()).onFailure(_ -> request.connection().close());
            })
        .onFailure(_ -> request.connection().close());
  }

  private static void upgrade(HttpServerRequest request, HttpClientRequest onward) {
    onward
        .connect()
        .onSuccess(
            answer -> {
              if (answer.statusCode() != 101) {
                request.connection().close();
                return;
              }
              NetSocket inner = answer.netSocket();
              inner.pause();
              request.response().headers().setAll(answer.headers());
              request
                  .toNetSocket()
                  .onSuccess(
                      outer -> {
                        outer.pipeTo(inner).onComplete(_ -> inner.close());
                        inner.pipeTo(outer).onComplete(_ -> outer.close());
                      })
                  .onFailure(_ -> inner.close());
            })
        .onFailure(_ -> request.connection().close());
  }

  private static <T> T await(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().join();
  }
}
