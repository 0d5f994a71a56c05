package dev.gatehouse.dataplane.proxy.transport;

import dev.gatehouse.dataplane.exchange.Observer;
import dev.gatehouse.dataplane.proxy.LoopContext;
import dev.gatehouse.dataplane.proxy.ProxyHandler;
import dev.gatehouse.dataplane.proxy.ProxySettings;
import dev.gatehouse.dataplane.proxy.Timers;
import dev.gatehouse.dataplane.proxy.UpstreamConnection;
import dev.gatehouse.dataplane.route.RouteTable;
import dev.gatehouse.dataplane.upstream.Balancer;
import dev.gatehouse.dataplane.upstream.ConnectionPool;
import dev.gatehouse.dataplane.upstream.Upstreams;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.Http1ServerConfig;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.net.impl.ConnectionBase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One event loop: a server that shares its port with the other loops', and its own connections. */
final class ProxyLoop extends VerticleBase {
  private static final long SWEEP_MILLIS = 1000;

  private final ProxySettings settings;
  private final Supplier<? extends @Nullable RouteTable> routing;
  private final Upstreams upstreams;
  private final Observer observer;
  private final AtomicInteger clientConnections;
  private final Map<HttpConnection, ClientConnection> clients = new HashMap<>();
  private @Nullable HttpServer server;
  private @Nullable ProxyHandler handler;
  private @Nullable ConnectionPool<UpstreamConnection> pool;
  private Runnable unsubscribe = () -> {};

  ProxyLoop(
      ProxySettings settings,
      Supplier<? extends @Nullable RouteTable> routing,
      Upstreams upstreams,
      Observer observer,
      AtomicInteger clientConnections) {
    this.settings = settings;
    this.routing = routing;
    this.upstreams = upstreams;
    this.observer = observer;
    this.clientConnections = clientConnections;
  }

  @Override
  public Future<?> start() {
    var agent = vertx.createHttpClient(clientOptions());
    var connections =
        new ConnectionPool<UpstreamConnection>(
            new VertxConnector(agent, observer),
            settings.upstream().shareOf(settings.loops()),
            System::nanoTime);
    pool = connections;
    unsubscribe =
        upstreams.onRemoved(gone -> context.runOnContext(_ -> connections.closeIdle(gone)));
    var requests =
        new ProxyHandler(
            new LoopContext(
                settings,
                routing,
                upstreams,
                new Balancer(ThreadLocalRandom.current()),
                connections,
                observer,
                this::after,
                System::nanoTime),
            ThreadLocalRandom.current());
    handler = requests;
    vertx.setPeriodic(SWEEP_MILLIS, _ -> sweep(requests));
    HttpServer made = vertx.createHttpServer(serverOptions());
    server = made;
    return made.connectionHandler(this::connected)
        .requestHandler(request -> requests.handle(downstream(request)))
        .invalidRequestHandler(request -> refuse(requests, request))
        .listen(address());
  }

  int port() {
    return server == null ? 0 : server.actualPort();
  }

  /** Takes no more connections, and ends those that are open once their requests have ended. */
  Future<Void> drain(Duration deadline) {
    Promise<Void> idle = Promise.promise();
    context.runOnContext(
        _ -> {
          unsubscribe.run();
          if (server == null || handler == null) {
            idle.complete();
            return;
          }
          server.shutdown(deadline);
          handler.drain(idle::tryComplete);
          new ArrayList<>(clients.values())
              .stream().filter(ClientConnection::isIdle).forEach(ClientConnection::close);
          vertx.setTimer(Math.max(1, deadline.toMillis()), _ -> idle.tryComplete());
        });
    return idle.future();
  }

  @Override
  public Future<?> stop() {
    new ArrayList<>(clients.values()).forEach(ClientConnection::close);
    if (pool != null) {
      pool.close();
    }
    return server == null ? Future.succeededFuture() : server.close();
  }

  /** A free port is shared by the loops, too. */
  private SocketAddress address() {
    return settings.port() == 0
        ? SocketAddress.sharedRandomPort(1, settings.host())
        : SocketAddress.inetSocketAddress(settings.port(), settings.host());
  }

  private HttpServerOptions serverOptions() {
    return new HttpServerOptions()
        .setHttp2ClearTextEnabled(false)
        .setMaxInitialLineLength(settings.requestLineBytes())
        .setMaxHeaderSize(settings.headerBytes())
        .setHandle100ContinueAutomatically(false);
  }

  private HttpClientOptions clientOptions() {
    return new HttpClientOptions()
        .setConnectTimeout((int) settings.connectTimeout().toMillis())
        .setMaxHeaderSize(settings.headerBytes())
        .setKeepAliveTimeout(0)
        .setDecompressionSupported(false);
  }

  private void connected(HttpConnection connection) {
    Channel channel = channel(connection);
    if (clientConnections.incrementAndGet() > settings.clientConnections()) {
      clientConnections.decrementAndGet();
      var _ = channel.close();
      return;
    }
    observer.connectionOpened(Observer.Side.CLIENT);
    var client = new ClientConnection(channel, System::nanoTime);
    clients.put(connection, client);
    channel.pipeline().addFirst(client);
    channel
        .pipeline()
        .replace(
            "httpDecoder",
            "httpDecoder",
            new StrictRequestDecoder(
                new Http1ServerConfig()
                    .setMaxInitialLineLength(settings.requestLineBytes())
                    .setMaxHeaderSize(settings.headerBytes())));
    channel
        .closeFuture()
        .addListener(
            _ -> {
              clients.remove(connection);
              clientConnections.decrementAndGet();
              observer.connectionClosed(Observer.Side.CLIENT);
            });
  }

  private VertxDownstream downstream(HttpServerRequest request) {
    HttpConnection connection = request.connection();
    ClientConnection client = clients.get(connection);
    if (client == null) {
      return new VertxDownstream(request, channel(connection), () -> {});
    }
    client.requestBegan();
    return new VertxDownstream(request, channel(connection), client::requestEnded);
  }

  private void refuse(ProxyHandler requests, HttpServerRequest request) {
    Throwable cause = request.decoderResult().cause();
    int status =
        switch (cause) {
          case TooLongHttpLineException _ -> 414;
          case TooLongHttpHeaderException _ -> 431;
          case StrictRequestDecoder.UnsupportedVersion _ -> 505;
          case null, default -> 400;
        };
    requests.refuse(
        downstream(request), ProxyHandler.unreadable(status, "The request can't be read."));
  }

  private void sweep(ProxyHandler requests) {
    requests.sweep();
    new ArrayList<>(clients.values()).forEach(client -> client.checkProgress(settings));
  }

  private Timers.Timer after(long millis, Runnable task) {
    long id = vertx.setTimer(millis, _ -> task.run());
    return () -> vertx.cancelTimer(id);
  }

  private static Channel channel(HttpConnection connection) {
    return ((ConnectionBase) connection).channelHandlerContext().channel();
  }
}
