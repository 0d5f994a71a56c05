package dev.gatehouse.dataplane.admin;

import dev.gatehouse.dataplane.proxy.ProxySettings;
import dev.gatehouse.dataplane.settings.DataPlaneSettings;
import dev.gatehouse.dataplane.upstream.ConnectionPool;
import java.time.Duration;

/** What of a pod's settings bears on the proxy. */
public final class TrafficSettings {
  /** Names this installation in {@code Via} and {@code Proxy-Status}. */
  private static final String PSEUDONYM = "gatehouse";

  /** Idle for longer, a connection is asked for before a request that can't be repeated uses it. */
  private static final Duration SURE_AFTER = Duration.ofMillis(500);

  private TrafficSettings() {}

  /** Every pod with these settings proxies so. */
  public static ProxySettings of(DataPlaneSettings settings) {
    DataPlaneSettings.Limits limits = settings.limits();
    DataPlaneSettings.Timeouts timeouts = settings.timeouts();
    return new ProxySettings(
        settings.traffic().host(),
        settings.traffic().port(),
        settings.loops(),
        PSEUDONYM,
        settings.trustedProxies(),
        limits.requestLineBytes(),
        limits.headerBytes(),
        limits.clientConnections(),
        new ConnectionPool.Bounds(
            limits.upstreamConnections(),
            limits.upstreamPending(),
            timeouts.upstreamIdle(),
            SURE_AFTER),
        new ProxySettings.Timeouts(
            timeouts.connect(), timeouts.head(), timeouts.clientIdle(), timeouts.streamIdle()));
  }
}
