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
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import io.fabric8.kubernetes.client.utils.HttpClientUtils;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The JDK's client, but that it gives up an answer, a watch above all, once nothing has come of it
 * for some time. Whoever watches goes on where it was, over another connection.
 */
final class WatchfulClient
    extends StandardHttpClient<WatchfulClient, WatchfulClient.Factory, WatchfulClient.Builder> {
  private final StandardHttpClient<?, ?, ?> jdk;

  private WatchfulClient(Builder builder, StandardHttpClient<?, ?, ?> jdk, AtomicBoolean closed) {
    super(builder, closed);
    this.jdk = jdk;
  }

  @Override
  public CompletableFuture<WebSocketResponse> buildWebSocketDirect(
      StandardWebSocketBuilder socket, WebSocket.Listener listener) {
    return jdk.buildWebSocketDirect(socket, new WatchfulListener(listener, bound()));
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
    return jdk.consumeBytesDirect(bounded(request), hearing)
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
    jdk.close();
  }

  /** Makes such clients. */
  static final class Factory implements HttpClient.Factory {
    private final JdkHttpClientFactory jdk = new JdkHttpClientFactory();
    private final Duration bound;

    /** Of clients that bear silence for so long. */
    Factory(Duration bound) {
      this.bound = bound;
    }

    @Override
    public HttpClient.Builder newBuilder(Config config) {
      var inner = (StandardHttpClient<?, ?, ?>) jdk.newBuilder(config).build();
      var builder = new Builder(this, inner);
      HttpClientUtils.applyCommonConfiguration(config, builder, this);
      return builder;
    }

    /** For a request elsewhere, as for a token. */
    @Override
    public HttpClient.Builder newBuilder() {
      return jdk.newBuilder();
    }
  }

  /** Its settings of connections are in the inner client already. */
  static final class Builder extends StandardHttpClientBuilder<WatchfulClient, Factory, Builder> {
    private final @Nullable StandardHttpClient<?, ?, ?> inner;

    private Builder(Factory factory, @Nullable StandardHttpClient<?, ?, ?> inner) {
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
