package dev.gatehouse.dataplane.proxy;

import dev.gatehouse.dataplane.settings.Cidr;
import dev.gatehouse.dataplane.upstream.ConnectionPool;
import java.time.Duration;
import java.util.List;

/**
 * How traffic is proxied.
 *
 * @param port 0 for one that is free
 * @param loops event loops, each with a server and connections of its own
 * @param pseudonym that names this installation in {@code Via}
 * @param trustedProxies whose forwarding fields are believed and appended to
 * @param requestLineBytes more is 414
 * @param headerBytes all fields of a message together; more is 431
 * @param clientConnections of the whole pod; more are closed as soon as they come
 * @param upstream of the whole pod, per endpoint
 * @param headTimeout from a connection's or request's first byte to the end of the head
 * @param idleTimeout of a client's connection between requests, and of a body without progress
 */
public record ProxySettings(
    String host,
    int port,
    int loops,
    String pseudonym,
    List<Cidr> trustedProxies,
    int requestLineBytes,
    int headerBytes,
    int clientConnections,
    ConnectionPool.Bounds upstream,
    Duration connectTimeout,
    Duration headTimeout,
    Duration idleTimeout) {
  public ProxySettings {
    trustedProxies = List.copyOf(trustedProxies);
    if (loops < 1) {
      throw new IllegalArgumentException("needs at least one event loop");
    }
    if (!HttpText.isToken(pseudonym)) {
      throw new IllegalArgumentException("the pseudonym has to be a token of RFC 9110");
    }
  }

  /** The documented defaults, on a free port of the loopback address. */
  public static ProxySettings standard() {
    return new ProxySettings(
        "127.0.0.1",
        0,
        1,
        "gatehouse",
        List.of(),
        8192,
        32_768,
        50_000,
        new ConnectionPool.Bounds(1024, 1024, Duration.ofSeconds(30), Duration.ofMillis(500)),
        Duration.ofSeconds(2),
        Duration.ofSeconds(10),
        Duration.ofSeconds(60));
  }

  public ProxySettings withLoops(int other) {
    return new ProxySettings(
        host,
        port,
        other,
        pseudonym,
        trustedProxies,
        requestLineBytes,
        headerBytes,
        clientConnections,
        upstream,
        connectTimeout,
        headTimeout,
        idleTimeout);
  }

  public ProxySettings withClientConnections(int other) {
    return new ProxySettings(
        host,
        port,
        loops,
        pseudonym,
        trustedProxies,
        requestLineBytes,
        headerBytes,
        other,
        upstream,
        connectTimeout,
        headTimeout,
        idleTimeout);
  }

  public ProxySettings withUpstream(ConnectionPool.Bounds other) {
    return new ProxySettings(
        host,
        port,
        loops,
        pseudonym,
        trustedProxies,
        requestLineBytes,
        headerBytes,
        clientConnections,
        other,
        connectTimeout,
        headTimeout,
        idleTimeout);
  }

  public ProxySettings withTrustedProxies(List<Cidr> other) {
    return new ProxySettings(
        host,
        port,
        loops,
        pseudonym,
        other,
        requestLineBytes,
        headerBytes,
        clientConnections,
        upstream,
        connectTimeout,
        headTimeout,
        idleTimeout);
  }

  public ProxySettings withTimeouts(Duration connect, Duration head, Duration idle) {
    return new ProxySettings(
        host,
        port,
        loops,
        pseudonym,
        trustedProxies,
        requestLineBytes,
        headerBytes,
        clientConnections,
        upstream,
        connect,
        head,
        idle);
  }
}
