package dev.gatehouse.dataplane.admin;

import dev.gatehouse.dataplane.observe.ConfigDocument;
import dev.gatehouse.dataplane.observe.ExchangeMetrics;
import dev.gatehouse.dataplane.observe.Liveness;
import dev.gatehouse.dataplane.observe.MetricsPage;
import dev.gatehouse.dataplane.observe.ObserveListener;
import dev.gatehouse.dataplane.observe.PodMetrics;
import dev.gatehouse.dataplane.observe.PushMetrics;
import dev.gatehouse.dataplane.observe.PushTlsMetrics;
import dev.gatehouse.dataplane.proxy.transport.ProxyServer;
import dev.gatehouse.dataplane.settings.DataPlaneSettings;
import dev.gatehouse.dataplane.settings.DataPlaneSettings.PushTls;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Brings up a pod part by part; where one can't be, takes down those that are up. */
final class PodStart {
  private final Vertx vertx;
  private final DataPlaneSettings settings;
  private final InstantSource clock;
  private final PrometheusMeterRegistry registry = PodMetrics.registry();
  private final LogOutput log;
  private final ExchangeMetrics exchanges;
  private final PushMetrics pushes = new PushMetrics(registry);
  private final ServedContent content;

  /**
   * Begins nothing yet.
   *
   * @param clock by which certificates begin and end
   * @throws IOException if the access log can't be written
   */
  PodStart(Vertx vertx, DataPlaneSettings settings, InstantSource clock) throws IOException {
    this.vertx = vertx;
    this.settings = settings;
    this.clock = clock;
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
            .compose(
                traffic ->
                    orElse(
                        identity().compose(identity -> listen(admin, traffic, identity)),
                        () -> traffic.close(Duration.ZERO)));
    return orElse(started, admin::close);
  }

  private Future<@Nullable PushIdentity> identity() {
    PushTls files = settings.pushTls();
    return files == null
        ? Future.succeededFuture()
        : PushIdentity.read(vertx, files, clock, new PushTlsMetrics(registry));
  }

  private Future<DataPlane> listen(
      AdminListeners admin, ProxyServer traffic, @Nullable PushIdentity identity) {
    var liveness = new Liveness(traffic::silence, settings.timeouts().loop());
    return admin
        .listen(
            worker ->
                PushListener.listen(vertx, worker, settings, content, pushes, identity)
                    .recover(ListenFailure.of(ListenFailure.Of.PUSH, settings.push())),
            worker ->
                ObserveListener.listen(
                        vertx,
                        worker,
                        settings.observe(),
                        new MetricsPage(registry, exchanges),
                        content.readiness(),
                        liveness,
                        this::config)
                    .recover(ListenFailure.of(ListenFailure.Of.OBSERVE, settings.observe())))
        .onSuccess(_ -> watchAge(admin.observePort()))
        .map(_ -> new DataPlane(vertx, settings.drain(), content, traffic, admin, log));
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
