package dev.gatehouse.dataplane.proxy;

import dev.gatehouse.dataplane.settings.Cidr;
import dev.gatehouse.dataplane.upstream.ConnectionPool;
import java.time.Duration;
import java.util.List;

/** Settings of a test: the documented defaults on a free port of loopback, but for what it sets. */
public final class TestSettings {
  private int loops = 1;
  private List<Cidr> trustedProxies = List.of();
  private long bodyBytes = 10L << 30;
  private int streams = 128;
  private int clientConnections = 50_000;
  private int clientConnectionsPerAddress;
  private List<Cidr> proxyProtocolFrom = List.of();
  private ConnectionPool.Bounds upstream =
      new ConnectionPool.Bounds(1024, 1024, Duration.ofSeconds(30), Duration.ofMillis(500));
  private ProxySettings.Timeouts timeouts =
      new ProxySettings.Timeouts(
          Duration.ofSeconds(2),
          Duration.ofSeconds(10),
          Duration.ofSeconds(60),
          Duration.ofMinutes(5),
          Duration.ofHours(1));

  /** The defaults. */
  public static ProxySettings standard() {
    return new TestSettings().build();
  }

  public TestSettings loops(int value) {
    loops = value;
    return this;
  }

  public TestSettings trustedProxies(List<Cidr> value) {
    trustedProxies = value;
    return this;
  }

  public TestSettings bodyBytes(long value) {
    bodyBytes = value;
    return this;
  }

  public TestSettings streams(int value) {
    streams = value;
    return this;
  }

  public TestSettings clientConnections(int value) {
    clientConnections = value;
    return this;
  }

  public TestSettings clientConnectionsPerAddress(int value) {
    clientConnectionsPerAddress = value;
    return this;
  }

  public TestSettings proxyProtocolFrom(List<Cidr> value) {
    proxyProtocolFrom = value;
    return this;
  }

  public TestSettings upstream(ConnectionPool.Bounds value) {
    upstream = value;
    return this;
  }

  public TestSettings timeouts(ProxySettings.Timeouts value) {
    timeouts = value;
    return this;
  }

  public ProxySettings build() {
    return new ProxySettings(
        "127.0.0.1",
        0,
        loops,
        "gatehouse",
        "gatehouse",
        trustedProxies,
        8192,
        32_768,
        100,
        bodyBytes,
        streams,
        new ProxySettings.ClientLimits(
            clientConnections, clientConnectionsPerAddress, proxyProtocolFrom),
        upstream,
        timeouts);
  }
}
