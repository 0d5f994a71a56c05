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
 * @param name this installation's, in {@code Proxy-Status}
 * @param pseudonym in {@code Via}, by which it knows a request that comes back
 * @param trustedProxies whose forwarding fields are believed and appended to
 * @param requestLineBytes more is 414
 * @param headerBytes all fields of a message together; more is 431
 * @param fields of a message, in number; more is 431, of an answer 502
 * @param bodyBytes of a request; more is 413
 * @param streams of one connection of HTTP/2 at once; more are refused
 * @param upstream of the whole pod, per endpoint
 */
public record ProxySettings(
    String host,
    int port,
    int loops,
    String name,
    String pseudonym,
    List<Cidr> trustedProxies,
    int requestLineBytes,
    int headerBytes,
    int fields,
    long bodyBytes,
    int streams,
    ClientLimits clients,
    ConnectionPool.Bounds upstream,
    Timeouts timeouts) {
  /**
   * What connections clients may have. Those beyond are closed as soon as that is known.
   *
   * @param connections of the whole pod
   * @param connectionsPerAddress of the whole pod, from one address or one /64 of IPv6; 0 for no
   *     bound
   * @param proxyProtocolFrom peers that say in a PROXY header whose connection they pass on
   */
  public record ClientLimits(
      int connections, int connectionsPerAddress, List<Cidr> proxyProtocolFrom) {
    public ClientLimits {
      proxyProtocolFrom = List.copyOf(proxyProtocolFrom);
    }
  }

  /**
   * How long things may take where no route says so.
   *
   * @param connect a connection to a backend
   * @param head from a connection's or request's first byte to the end of the head
   * @param clientIdle a client's connection between requests, and a client whose turn it is to send
   *     or to read
   * @param streamIdle a backend whose turn it is
   * @param tunnelIdle a WebSocket on which nothing moves
   */
  public record Timeouts(
      Duration connect,
      Duration head,
      Duration clientIdle,
      Duration streamIdle,
      Duration tunnelIdle) {}

  public ProxySettings {
    trustedProxies = List.copyOf(trustedProxies);
    if (loops < 1) {
      throw new IllegalArgumentException("needs at least one event loop");
    }
    if (!HttpText.isToken(name) || !HttpText.isToken(pseudonym)) {
      throw new IllegalArgumentException("name and pseudonym have to be tokens of RFC 9110");
    }
  }
}
