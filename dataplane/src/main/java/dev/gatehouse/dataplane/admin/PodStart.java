package dev.gatehouse.dataplane.admin;

import dev.gatehouse.dataplane.observe.ConfigDocument;
import dev.gatehouse.dataplane.observe.ExchangeMetrics;
import dev.gatehouse.dataplane.observe.Liveness;
import dev.gatehouse.dataplane.observe.ObserveListener;
import dev.gatehouse.dataplane.observe.PodMetrics;
import dev.gatehouse.dataplane.observe.PushMetrics;
import dev.gatehouse.dataplane.proxy.transport.ProxyServer;
import dev.gatehouse.dataplane.settings.DataPlaneSettings;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.function.Supplier;

/** Brings up a pod part by part; where one can't be, takes down those that are up. */
final class PodStart {
  private final Vertx vertx;
  private final DataPlaneSettings settings;
  private final PrometheusMeterRegistry registry = PodMetrics.registry();
  private final LogOutput log;
  private final ExchangeMetrics exchanges;
  private final PushMetrics pushes = new PushMetrics(registry);
  private final ServedContent content;

  PodStart(Vertx vertx, DataPlaneSettings settings) throws IOException {
    this.vertx = vertx;
    this.settings = settings;
    this.log = LogOutput.open(settings.accessLog(), registry);
    this.exchanges = new ExchangeMetrics(registry, settings.limits().metricSeries());
    this.content = new ServedContent(settings, exchanges, pushes);
  }

  /** What was kept of before is live before anybody listens. */
  Future<DataPlane> start() {
    Future<DataPlane> started =
        vertx
            .executeBlocking(content::restore, false)
            .compose(_ -> AdminListeners.prepare(vertx))
            .compose(this::takeTraffic);
    return orElse(started, () -> closed(vertx, content, log));
  }

  /** Writes what waits to be written. */
  static Future<Void> closed(Vertx vertx, ServedContent content, LogOutput log) {
    return vertx
        .executeBlocking(
            () -> {
              content.close();
              log.close();
              return true;
            },
            false)
        .mapEmpty();
  }

  private Future<DataPlane> takeTraffic(AdminListeners admin) {
    Future<DataPlane> started =
        ProxyServer.start(
                vertx,
                TrafficSettings.of(settings),
                content::table,
                content.upstreams(),
                log.after(exchanges))
            .recover(ListenFailure.of(ListenFailure.Of.TRAFFIC, settings.traffic()))
            .compose(traffic -> listen(admin, traffic));
    return orElse(started, admin::close);
  }

  private Future<DataPlane> listen(AdminListeners admin, ProxyServer traffic) {
    var liveness = new Liveness(traffic::silence, settings.timeouts().loop());
    Future<DataPlane> started =
        admin
            .listen(
                worker ->
                    PushListener.listen(vertx, worker, settings, content.store(), pushes)
                        .recover(ListenFailure.of(ListenFailure.Of.PUSH, settings.push())),
                worker ->
                    ObserveListener.listen(
                            vertx,
                            worker,
                            settings.observe(),
                            registry,
                            content.readiness(),
                            liveness,
                            this::config)
                        .recover(ListenFailure.of(ListenFailure.Of.OBSERVE, settings.observe())))
            .onSuccess(_ -> watchAge(admin.observePort()))
            .map(_ -> new DataPlane(vertx, settings.drain(), content, traffic, admin, log));
    return orElse(started, () -> traffic.close(Duration.ZERO));
  }

  private void watchAge(int observePort) {
    DataPlaneSettings.Snapshot snapshot = settings.snapshot();
    var peers = new FleetPeers(snapshot.peers(), observePort, InetAddress::getAllByName);
    new StaleWatch(
            content.readiness(),
            snapshot.maxRestoredAge(),
            () -> content.store().served().snapshot().version(),
            peers,
            System::nanoTime)
        .repeat(vertx);
  }

  private ConfigDocument config() {
    SnapshotStore.Served served = content.store().served();
    return new ConfigDocument(
        served.snapshot().fleet(), served.ack(), served.snapshot().resources().values());
  }

  private static <T> Future<T> orElse(Future<T> started, Supplier<Future<Void>> takeDown) {
    return started.recover(failure -> takeDown.get().transform(_ -> Future.failedFuture(failure)));
  }
}
