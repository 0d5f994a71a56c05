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
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One event loop: a server that shares its port with the other loops', and its own connections. */
final class ProxyLoop extends VerticleBase {
  private static final long SWEEP_MILLIS = 1000;

  /** For what has reached an idle connection's socket to be read before that is closed. */
  private static final long LAST_READ_MILLIS = 20;

  /** How often a head that is coming in is waited for, at most, before the listener closes. */
  private static final int LAST_READS = 50;

  private final ProxySettings settings;
  private final Supplier<? extends @Nullable RouteTable> routing;
  private final Upstreams upstreams;
  private final Observer observer;
  private final ClientConnections clients;
  private final Future<Void> assigned;
  private @Nullable HttpServer server;
  private @Nullable ProxyHandler handler;
  private @Nullable ConnectionPool<UpstreamConnection> pool;
  private Runnable unsubscribe = () -> {};
  private volatile long answered = System.nanoTime();

  /**
   * One that listens once it is deployed.
   *
   * @param assigned succeeds when every loop of the server has its thread: Vert.x hands them out in
   *     turn, and what a loop makes when it starts would take the next one's
   */
  ProxyLoop(
      ProxySettings settings,
      Supplier<? extends @Nullable RouteTable> routing,
      Upstreams upstreams,
      Observer observer,
      ClientQuota clientQuota,
      Future<Void> assigned) {
    this.assigned = assigned;
    this.settings = settings;
    this.routing = routing;
    this.upstreams = upstreams;
    this.observer = observer;
    this.clients = new ClientConnections(settings, clientQuota, observer);
  }

  @Override
  public Future<?> start() {
    Promise<HttpServer> listening = Promise.promise();
    assigned.onSuccess(_ -> context.runOnContext(_ -> listen().onComplete(listening)));
    return listening.future();
  }

  private Future<HttpServer> listen() {
    var agent = vertx.createHttpClient(clientOptions());
    var connections =
        new ConnectionPool<UpstreamConnection>(
            new VertxConnector(agent, settings.headerBytes(), observer),
            new Http2Connector((ContextInternal) context, settings, observer, System::nanoTime),
            settings.upstream(),
            System::nanoTime,
            task -> context.runOnContext(_ -> task.run()));
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
    return made.connectionHandler(connection -> clients.connected(connection, requests))
        .requestHandler(request -> requests.handle(clients.downstream(request)))
        .invalidRequestHandler(request -> refuse(requests, request))
        .listen(address());
  }

  int port() {
    return server == null ? 0 : server.actualPort();
  }

  /** Since it did anything; an idle loop still sweeps every second. */
  Duration silence() {
    return Duration.ofNanos(System.nanoTime() - answered);
  }

  /** From now on each answer ends its connection; to requests that come later, without fail. */
  void sendAway() {
    ProxyHandler requests = handler;
    if (requests != null) {
      requests.expectNoMore();
      context.runOnContext(_ -> requests.sendAway());
    }
  }

  /**
   * Takes no more connections, and ends those that are open once their requests have ended, or are
   * cut at the deadline.
   */
  Future<Void> drain(Duration deadline) {
    Promise<Void> idle = Promise.promise();
    context.runOnContext(
        _ -> {
          unsubscribe.run();
          if (server == null || handler == null) {
            idle.complete();
            return;
          }
          drain(server, handler, deadline, idle);
        });
    return idle.future();
  }

  private void drain(
      HttpServer listening, ProxyHandler requests, Duration deadline, Promise<Void> idle) {
    requests.sendAway();
    clients.sendAway();
    clients.markIdle();
    lastRead(
        LAST_READS,
        () -> {
          listening.shutdown(deadline);
          requests.finish(idle::tryComplete);
        });
    vertx.setTimer(
        Math.max(1, deadline.toMillis()),
        _ -> {
          requests.cut();
          clients.drop();
          idle.tryComplete();
        });
  }

  /** Vert.x closes all that has no request with its listener, and what is on its way is lost. */
  private void lastRead(int rounds, Runnable then) {
    vertx.setTimer(
        LAST_READ_MILLIS,
        _ -> {
          clients.closeIdle();
          clients.markIdle();
          if (rounds > 1 && clients.receivesHead()) {
            lastRead(rounds - 1, then);
          } else {
            then.run();
          }
        });
  }

  @Override
  public Future<?> stop() {
    clients.close();
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
        .setConnectTimeout((int) settings.timeouts().connect().toMillis())
        .setMaxHeaderSize(settings.headerBytes())
        .setKeepAliveTimeout(0)
        .setDecompressionSupported(false);
  }

  private void refuse(ProxyHandler requests, HttpServerRequest request) {
    requests.refuse(
        clients.downstream(request), Unreadable.answer(request.decoderResult().cause()));
  }

  private void sweep(ProxyHandler requests) {
    answered = System.nanoTime();
    requests.sweep();
    clients.sweep();
  }

  private Timers.Timer after(long millis, Runnable task) {
    long id = vertx.setTimer(millis, _ -> task.run());
    return () -> vertx.cancelTimer(id);
  }
}
