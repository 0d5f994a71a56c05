package dev.gatehouse.operator.input.kubernetes;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.StandardHttpClient;
import io.fabric8.kubernetes.client.http.StandardHttpClientBuilder;
import io.fabric8.kubernetes.client.http.StandardHttpRequest;
import io.fabric8.kubernetes.client.http.StandardWebSocketBuilder;
import io.fabric8.kubernetes.client.http.WebSocket;
import io.fabric8.kubernetes.client.http.WebSocketResponse;
import io.fabric8.kubernetes.client.http.WebSocketUpgradeResponse;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import io.fabric8.kubernetes.client.utils.HttpClientUtils;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The JDK's client, but that it gives up an answer, a watch above all, once nothing has come of it
 * for some time. Whoever watches goes on where it was, over another connection.
 */
final class WatchfulClient
    extends StandardHttpClient<WatchfulClient, WatchfulClient.Factory, WatchfulClient.Builder> {
  private final Jdk jdk;

  /**
   * Two that were made of the same settings.
   *
   * @param sockets for what the other keeps to itself: a WebSocket as it is
   */
  private record Jdk(StandardHttpClient<?, ?, ?> requests, java.net.http.HttpClient sockets) {}

  private WatchfulClient(Builder builder, Jdk jdk, AtomicBoolean closed) {
    super(builder, closed);
    this.jdk = jdk;
  }

  @Override
  public CompletableFuture<WebSocketResponse> buildWebSocketDirect(
      StandardWebSocketBuilder wanted, WebSocket.Listener listener) {
    StandardHttpRequest request = wanted.asHttpRequest();
    var opening = jdk.sockets.newWebSocketBuilder();
    request.headers().forEach((name, values) -> values.forEach(v -> opening.header(name, v)));
    Duration timeout = request.getTimeout();
    if (timeout != null && timeout.isPositive()) {
      opening.connectTimeout(timeout);
    }
    var socket = new WatchSocket(listener, bound(), Silence.Clock.SYSTEM);
    return opening
        .buildAsync(WebSocket.toWebSocketUri(request.uri()), socket)
        .handle((_, failure) -> opened(request, socket, failure));
  }

  private static WebSocketResponse opened(
      StandardHttpRequest request, WebSocket socket, @Nullable Throwable failure) {
    Throwable cause = failure instanceof CompletionException e ? e.getCause() : failure;
    return switch (cause) {
      case null -> new WebSocketResponse(new WebSocketUpgradeResponse(request), socket);
      case WebSocketHandshakeException refused -> {
        var answer = refused.getResponse();
        yield new WebSocketResponse(
            new WebSocketUpgradeResponse(request, answer.statusCode(), answer.headers().map()),
            refused);
      }
      default -> throw new CompletionException(cause);
    };
  }

  @Override
  public CompletableFuture<HttpResponse<AsyncBody>> consumeBytesDirect(
      StandardHttpRequest request, AsyncBody.Consumer<List<ByteBuffer>> consumer) {
    var silence = new Silence(bound(), Silence.Clock.SYSTEM);
    AsyncBody.Consumer<List<ByteBuffer>> hearing =
        (bytes, body) -> {
          silence.heard();
          consumer.consume(bytes, body);
        };
    return jdk.requests
        .consumeBytesDirect(bounded(request), hearing)
        .thenApply(
            answer -> {
              AsyncBody body = answer.body();
              silence.begin(body::cancel);
              var _ = body.done().whenComplete((_, _) -> silence.over());
              return answer;
            });
  }

  /** Where nobody says how long to wait for the beginning of an answer, as for a watch. */
  private StandardHttpRequest bounded(StandardHttpRequest request) {
    if (request.getTimeout() != null) {
      return request;
    }
    StandardHttpRequest.Builder bounded = request.newBuilder();
    bounded.timeout(bound().toMillis(), TimeUnit.MILLISECONDS);
    return bounded.build();
  }

  private Duration bound() {
    return builder.getClientFactory().bound;
  }

  @Override
  protected void doClose() {
    jdk.requests.close();
    jdk.sockets.shutdownNow();
  }

  /** Makes such clients. */
  static final class Factory implements HttpClient.Factory {
    private final Duration bound;

    /** Of clients that bear silence for so long. */
    Factory(Duration bound) {
      this.bound = bound;
    }

    @Override
    public HttpClient.Builder newBuilder(Config config) {
      var settled = new Settled();
      var requests = (StandardHttpClient<?, ?, ?>) settled.newBuilder(config).build();
      var builder = new Builder(this, new Jdk(requests, requireNonNull(settled.sockets)));
      HttpClientUtils.applyCommonConfiguration(config, builder, this);
      return builder;
    }

    /** For a request elsewhere, as for a token. */
    @Override
    public HttpClient.Builder newBuilder() {
      return new JdkHttpClientFactory().newBuilder();
    }
  }

  /** Makes one client, and of its settings another. */
  private static final class Settled extends JdkHttpClientFactory {
    private java.net.http.@Nullable HttpClient sockets;

    @Override
    protected void additionalConfig(java.net.http.HttpClient.Builder settings) {
      sockets = settings.build();
    }
  }

  /** Its settings of connections are in the inner client already. */
  static final class Builder extends StandardHttpClientBuilder<WatchfulClient, Factory, Builder> {
    private final @Nullable Jdk inner;

    private Builder(Factory factory, @Nullable Jdk inner) {
      super(factory);
      this.inner = inner;
    }

    @Override
    public HttpClient build() {
      if (client != null) {
        return new WatchfulClient(this, client.jdk, client.getClosed());
      }
      if (proxyAddress != null) {
        addProxyAuthInterceptor();
      }
      return new WatchfulClient(this, requireNonNull(inner), new AtomicBoolean());
    }

    @Override
    protected Builder newInstance(Factory factory) {
      return new Builder(factory, null);
    }
  }
}
