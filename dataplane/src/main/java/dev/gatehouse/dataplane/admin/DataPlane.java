package dev.gatehouse.dataplane.admin;

import dev.gatehouse.dataplane.compile.Compiler;
import dev.gatehouse.dataplane.compile.Features;
import dev.gatehouse.dataplane.exchange.Observer;
import dev.gatehouse.dataplane.observe.ConfigDocument;
import dev.gatehouse.dataplane.observe.ExchangeMetrics;
import dev.gatehouse.dataplane.observe.ObserveListener;
import dev.gatehouse.dataplane.observe.PodMetrics;
import dev.gatehouse.dataplane.observe.PushMetrics;
import dev.gatehouse.dataplane.observe.Readiness;
import dev.gatehouse.dataplane.proxy.transport.ProxyServer;
import dev.gatehouse.dataplane.settings.DataPlaneSettings;
import dev.gatehouse.dataplane.upstream.Upstreams;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.BindException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A data-plane pod: listens for traffic, for pushes and for whoever observes it. Until its first
 * snapshot it is not Ready, and answers every request with 503 {@code NOT_READY}.
 */
public final class DataPlane {
  private final Vertx vertx;
  private final DataPlaneSettings.Drain drain;
  private final Readiness readiness;
  private final ProxyServer traffic;
  private final AdminListeners admin;
  private final LogOutput log;
  private @Nullable Future<Void> stopped;

  private DataPlane(
      Vertx vertx,
      DataPlaneSettings.Drain drain,
      Readiness readiness,
      ProxyServer traffic,
      AdminListeners admin,
      LogOutput log) {
    this.vertx = vertx;
    this.drain = drain;
    this.readiness = readiness;
    this.traffic = traffic;
    this.admin = admin;
    this.log = log;
  }

  /** Succeeds when all three listen, or fails with none of them left open. */
  public static Future<DataPlane> start(Vertx vertx, DataPlaneSettings settings) {
    if (settings.push().clashes(settings.traffic())) {
      return failed(ListenFailure.Of.PUSH, settings.push(), clash("traffic"));
    }
    if (settings.observe().clashes(settings.traffic())
        || settings.observe().clashes(settings.push())) {
      return failed(ListenFailure.Of.OBSERVE, settings.observe(), clash("traffic or pushes"));
    }
    PrometheusMeterRegistry registry = PodMetrics.registry();
    LogOutput log;
    try {
      log = LogOutput.open(settings.accessLog(), registry);
    } catch (IOException e) {
      return Future.failedFuture(
          new IOException("the access log can't be written: " + e.getMessage(), e));
    }
    var exchanges = new ExchangeMetrics(registry, settings.limits().metricSeries());
    Observer observer = log.after(exchanges);
    var upstreams = new Upstreams();
    var readiness = new Readiness();
    var live = new LiveSnapshot(new Compiler(Features.SUPPORTED), upstreams);
    var store = new SnapshotStore(settings.fleet(), activation(live, exchanges, readiness));
    return ProxyServer.start(vertx, TrafficSettings.of(settings), live::table, upstreams, observer)
        .recover(failure -> failed(ListenFailure.Of.TRAFFIC, settings.traffic(), failure))
        .compose(
            traffic ->
                admin(vertx, settings, registry, store, readiness)
                    .map(
                        admin ->
                            new DataPlane(vertx, settings.drain(), readiness, traffic, admin, log))
                    .recover(
                        failure ->
                            traffic
                                .close(Duration.ZERO)
                                .transform(_ -> Future.failedFuture(failure))))
        .onFailure(_ -> log.close());
  }

  public int trafficPort() {
    return traffic.actualPort();
  }

  public int pushPort() {
    return admin.pushPort();
  }

  public int observePort() {
    return admin.observePort();
  }

  /**
   * Goes down without failing a request: not Ready from now on, but serving until the endpoints
   * have spread, then finishing what runs. Ends by the deadline of the settings.
   */
  public Future<Void> drain() {
    readiness.draining();
    Duration rest = drain.deadline().minus(drain.delay());
    return vertx
        .timer(Math.max(1, drain.delay().toMillis()), TimeUnit.MILLISECONDS)
        .compose(_ -> stop(rest.isNegative() ? Duration.ZERO : rest));
  }

  /** Goes down at once; what runs is cut. */
  public Future<Void> close() {
    readiness.draining();
    return stop(Duration.ZERO);
  }

  /** The first to call it says how. */
  private synchronized Future<Void> stop(Duration rest) {
    if (stopped == null) {
      stopped = stopNow(rest);
    }
    return stopped;
  }

  private Future<Void> stopNow(Duration rest) {
    return traffic
        .close(rest)
        .eventually(() -> admin.close())
        .eventually(
            () ->
                vertx.executeBlocking(
                    () -> {
                      log.close();
                      return null;
                    },
                    false));
  }

  private static SnapshotStore.Activation activation(
      LiveSnapshot live, ExchangeMetrics exchanges, Readiness readiness) {
    return (next, change) -> {
      var rejected = live.activate(next, change);
      readiness.live();
      if (!change.removed().isEmpty()) {
        exchanges.retain(next.resources().keySet());
      }
      return rejected;
    };
  }

  private static Future<AdminListeners> admin(
      Vertx vertx,
      DataPlaneSettings settings,
      PrometheusMeterRegistry registry,
      SnapshotStore store,
      Readiness readiness) {
    var pushes = new PushMetrics(registry);
    return AdminListeners.start(
        vertx,
        worker ->
            PushListener.listen(vertx, worker, settings, store, pushes)
                .recover(failure -> failed(ListenFailure.Of.PUSH, settings.push(), failure)),
        worker ->
            ObserveListener.listen(
                    vertx, worker, settings.observe(), registry, readiness, () -> config(store))
                .recover(failure -> failed(ListenFailure.Of.OBSERVE, settings.observe(), failure)));
  }

  /** Vert.x would let servers of one address share its connections. */
  private static BindException clash(String other) {
    return new BindException("this pod listens there for " + other);
  }

  private static <T> Future<T> failed(
      ListenFailure.Of of, DataPlaneSettings.Listener address, Throwable failure) {
    return Future.failedFuture(new ListenFailure(of, address, failure));
  }

  private static ConfigDocument config(SnapshotStore store) {
    SnapshotStore.Served served = store.served();
    return new ConfigDocument(
        served.snapshot().fleet(), served.ack(), served.snapshot().resources().values());
  }
}
