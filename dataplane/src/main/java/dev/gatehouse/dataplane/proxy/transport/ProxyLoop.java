package dev.gatehouse.dataplane.proxy.transport;

import dev.gatehouse.dataplane.exchange.Observer;
import dev.gatehouse.dataplane.proxy.DateField;
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
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;
import java.time.InstantSource;
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
  private final ClientQuota clientQuota;
  private final Future<Void> assigned;
  private @Nullable NetServer server;
  private @Nullable ClientConnections clients;
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
    this.clientQuota = clientQuota;
  }

  @Override
  public Future<?> start() {
    Promise<NetServer> listening = Promise.promise();
    assigned.onSuccess(_ -> context.runOnContext(_ -> listen().onComplete(listening)));
    return listening.future();
  }

  private Future<NetServer> listen() {
    var tools = new LoopTools();
    NetClient client = vertx.createNetClient(clientOptions());
    var connections =
        new ConnectionPool<UpstreamConnection>(
            new Http1Connector(client, HeadLimits.ofAnswers(settings), tools, observer),
            new Http2Connector(
                (ContextInternal) context, tools.turn(), settings, observer, System::nanoTime),
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
                System::nanoTime,
                new DateField(InstantSource.system())),
            ThreadLocalRandom.current());
    handler = requests;
    var connected =
        new ClientConnections(settings, clientQuota, observer, requests, tools, this::port);
    clients = connected;
    vertx.setPeriodic(SWEEP_MILLIS, _ -> sweep(requests, connected));
    NetServer made = vertx.createNetServer().connectHandler(connected::connected);
    server = made;
    return made.listen(address());
  }

  /** Where it listens. */
  int port() {
    return settings.port() != 0 || server == null ? settings.port() : server.actualPort();
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
          if (server == null || handler == null || clients == null) {
            idle.complete();
            return;
          }
          drain(server, handler, clients, deadline, idle);
        });
    return idle.future();
  }

  private void drain(
      NetServer listening,
      ProxyHandler requests,
      ClientConnections connected,
      Duration deadline,
      Promise<Void> idle) {
    requests.sendAway();
    connected.sendAway();
    connected.markIdle();
    lastReads(
        connected,
        LAST_READS,
        () -> {
          listening.shutdown(deadline);
          // Of those that came, or became idle, since the one before.
          lastRead(connected, () -> requests.finish(idle::tryComplete));
        });
    vertx.setTimer(
        Math.max(1, deadline.toMillis()),
        _ -> {
          requests.cut();
          connected.drop();
          idle.tryComplete();
        });
  }

  private void lastReads(ClientConnections connected, int rounds, Runnable then) {
    lastRead(
        connected,
        () -> {
          connected.markIdle();
          if (rounds > 1 && connected.receivesHead()) {
            lastReads(connected, rounds - 1, then);
          } else {
            then.run();
          }
        });
  }

  /** What is on its way on a connection that seems idle would be lost with it. */
  private void lastRead(ClientConnections connected, Runnable then) {
    vertx.setTimer(
        LAST_READ_MILLIS,
        _ -> {
          connected.closeIdle();
          then.run();
        });
  }

  @Override
  public Future<?> stop() {
    if (clients != null) {
      clients.close();
    }
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

  private NetClientOptions clientOptions() {
    return new NetClientOptions().setConnectTimeout((int) settings.timeouts().connect().toMillis());
  }

  private void sweep(ProxyHandler requests, ClientConnections connected) {
    answered = System.nanoTime();
    requests.sweep();
    connected.sweep();
  }

  private Timers.Timer after(long millis, Runnable task) {
    long id = vertx.setTimer(millis, _ -> task.run());
    return () -> vertx.cancelTimer(id);
  }
}
