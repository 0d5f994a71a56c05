package dev.gatehouse.dataplane.admin;

import dev.gatehouse.dataplane.proxy.transport.ProxyServer;
import dev.gatehouse.dataplane.settings.DataPlaneSettings;
import dev.gatehouse.dataplane.settings.DataPlaneSettings.PushTls;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.BindException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A data-plane pod: listens for traffic, for pushes and for whoever observes it. Until its first
 * snapshot, pushed or kept of before its start, it is not Ready, and answers every request with 503
 * {@code NOT_READY}.
 */
public final class DataPlane {
  private final Vertx vertx;
  private final DataPlaneSettings.Drain drain;
  private final ServedContent content;
  private final ProxyServer traffic;
  private final AdminListeners admin;
  private final LogOutput log;
  private @Nullable Future<Void> stopped;

  DataPlane(
      Vertx vertx,
      DataPlaneSettings.Drain drain,
      ServedContent content,
      ProxyServer traffic,
      AdminListeners admin,
      LogOutput log) {
    this.vertx = vertx;
    this.drain = drain;
    this.content = content;
    this.traffic = traffic;
    this.admin = admin;
    this.log = log;
  }

  /** Succeeds when all three listen, or fails with none of them left open. */
  public static Future<DataPlane> start(Vertx vertx, DataPlaneSettings settings) {
    return start(vertx, settings, InstantSource.system());
  }

  /** The same, with a clock by which certificates begin and end. */
  public static Future<DataPlane> start(
      Vertx vertx, DataPlaneSettings settings, InstantSource clock) {
    if (settings.pushTls() == null && !settings.push().isLoopback()) {
      return refused(ListenFailure.Of.PUSH, settings.push(), new IOException(PushTls.NEEDED));
    }
    if (settings.push().clashes(settings.traffic())) {
      return clash(ListenFailure.Of.PUSH, settings.push(), "traffic");
    }
    if (settings.observe().clashes(settings.traffic())
        || settings.observe().clashes(settings.push())) {
      return clash(ListenFailure.Of.OBSERVE, settings.observe(), "traffic or pushes");
    }
    try {
      return new PodStart(vertx, settings, clock).start();
    } catch (IOException e) {
      return Future.failedFuture(
          new IOException("the access log can't be written: " + e.getMessage(), e));
    }
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
   * Goes down without failing a request: from now on not Ready, and sending clients away with their
   * answers; after the delay, once the endpoints have spread, taking no more, but finishing what
   * runs. Ends by the deadline of the settings, with what still runs then cut.
   */
  public Future<Void> drain() {
    content.readiness().draining();
    traffic.sendAway();
    return vertx
        .timer(Math.max(1, drain.delay().toMillis()), TimeUnit.MILLISECONDS)
        .compose(_ -> stop(drain.deadline().minus(drain.delay())));
  }

  /** Goes down at once; what runs is cut. */
  public Future<Void> close() {
    content.readiness().draining();
    return stop(Duration.ZERO);
  }

  /** The first to call it says how. */
  private synchronized Future<Void> stop(Duration rest) {
    if (stopped == null) {
      stopped =
          traffic
              .close(rest)
              .eventually(admin::close)
              .eventually(() -> PodStart.closed(vertx, content, log));
    }
    return stopped;
  }

  /** Vert.x would let servers of one address share its connections. */
  private static Future<DataPlane> clash(
      ListenFailure.Of of, DataPlaneSettings.Listener address, String other) {
    return refused(of, address, new BindException("this pod listens there for " + other));
  }

  private static Future<DataPlane> refused(
      ListenFailure.Of of, DataPlaneSettings.Listener address, IOException why) {
    return Future.failedFuture(new ListenFailure(of, address, why));
  }
}
