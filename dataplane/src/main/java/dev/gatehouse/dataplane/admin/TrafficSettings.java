package dev.gatehouse.dataplane.admin;

import dev.gatehouse.dataplane.proxy.ProxySettings;
import dev.gatehouse.dataplane.settings.DataPlaneSettings;
import dev.gatehouse.dataplane.upstream.ConnectionPool;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;

/** What of a pod's settings bears on the proxy. */
public final class TrafficSettings {
  private static final String NAME = "gatehouse";

  /** Idle for longer, a connection is asked for before a request that can't be repeated uses it. */
  private static final Duration SURE_AFTER = Duration.ofMillis(500);

  private TrafficSettings() {}

  /** Every pod with these settings proxies so. */
  public static ProxySettings of(DataPlaneSettings settings) {
    DataPlaneSettings.Limits limits = settings.limits();
    DataPlaneSettings.Timeouts timeouts = settings.timeouts();
    String own = settings.pseudonym();
    return new ProxySettings(
        settings.traffic().host(),
        settings.traffic().port(),
        settings.loops(),
        own.isEmpty() ? NAME : own,
        own.isEmpty() ? NAME + "-" + random() : own,
        settings.trustedProxies(),
        limits.requestLineBytes(),
        limits.headerBytes(),
        limits.fields(),
        limits.bodyBytes(),
        limits.streams(),
        new ProxySettings.ClientLimits(
            limits.clientConnections(),
            limits.clientConnectionsPerAddress(),
            settings.proxyProtocolFrom()),
        new ConnectionPool.Bounds(
            limits.upstreamConnections(),
            limits.upstreamPending(),
            timeouts.upstreamIdle(),
            SURE_AFTER),
        new ProxySettings.Timeouts(
            timeouts.connect(),
            timeouts.head(),
            timeouts.clientIdle(),
            timeouts.streamIdle(),
            timeouts.tunnelIdle()));
  }

  /**
   * Two gateways in a row must not take each other for themselves, whatever their fleets are
   * called; a loop is found by the first pod that it meets twice.
   */
  private static String random() {
    return HexFormat.of().toHexDigits(new SecureRandom().nextInt());
  }
}
