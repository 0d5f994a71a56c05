package dev.gatehouse.dataplane.settings;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a pod is started with.
 *
 * @param fleet whose snapshots it takes
 * @param pseudonym of the installation, in {@code Via} and {@code Proxy-Status}; empty for one that
 *     the pod chooses
 * @param pushTls without it pushes are taken from loopback alone
 * @param loops event loops that proxy, at least 1
 * @param trustedProxies whose forwarding headers are believed
 * @param proxyProtocolFrom whose connections begin with a PROXY header
 */
public record DataPlaneSettings(
    String fleet,
    String pseudonym,
    Listener traffic,
    Listener push,
    Listener observe,
    @Nullable PushTls pushTls,
    int loops,
    List<Cidr> trustedProxies,
    List<Cidr> proxyProtocolFrom,
    Limits limits,
    Timeouts timeouts,
    Drain drain,
    Snapshot snapshot,
    AccessLog accessLog) {
  public DataPlaneSettings {
    trustedProxies = List.copyOf(trustedProxies);
    proxyProtocolFrom = List.copyOf(proxyProtocolFrom);
  }

  /**
   * Where to listen.
   *
   * @param port 0 for one that is free
   */
  public record Listener(String host, int port) {
    private static final Set<String> ANY_ADDRESS = Set.of("", "0.0.0.0", "::", "[::]");

    /** Whether both would listen at one address, where each would get a part of what is sent. */
    public boolean clashes(Listener other) {
      return port != 0
          && port == other.port
          && (host.equalsIgnoreCase(other.host)
              || ANY_ADDRESS.contains(host)
              || ANY_ADDRESS.contains(other.host));
    }

    /**
     * Whether only this host reaches it. Names aren't looked up, so none but one is taken for it.
     */
    public boolean isLoopback() {
      if (host.equals("localhost")) {
        return true;
      }
      try {
        return InetAddress.ofLiteral(host).isLoopbackAddress();
      } catch (IllegalArgumentException e) {
        return false;
      }
    }
  }

  /**
   * What the push listener goes by, and takes the operator by: files in PEM, read again when they
   * change.
   *
   * @param certificate its own
   * @param key of the certificate
   * @param ca one or more that the operator's certificate may be issued by
   * @param checkEvery how often the files are looked at
   */
  public record PushTls(String certificate, String key, String ca, Duration checkEvery) {
    /** Why there has to be one. */
    public static final String NEEDED =
        "without push.tls it has to be a loopback address, like 127.0.0.1, since whoever reaches it"
            + " decides what is served; name push.tls.certificate, push.tls.key and push.tls.ca";
  }

  /**
   * Bounds in bytes and numbers.
   *
   * @param fields of a request's head, in number
   * @param bodyBytes of a request's body; {@link Long#MAX_VALUE} for no bound
   * @param streams of one connection of HTTP/2, at once
   * @param clientConnections of the whole pod
   * @param clientConnectionsPerAddress of the whole pod; 0 for no bound
   * @param upstreamConnections of the whole pod, to one endpoint
   * @param upstreamPending requests that wait for one of these
   * @param pushBytes of a push as it travels
   * @param pushInflatedBytes of a push once it is decompressed
   * @param metricSeries how many label combinations of requests get series of their own
   */
  public record Limits(
      int requestLineBytes,
      int headerBytes,
      int fields,
      long bodyBytes,
      int streams,
      int clientConnections,
      int clientConnectionsPerAddress,
      int upstreamConnections,
      int upstreamPending,
      int pushBytes,
      int pushInflatedBytes,
      int metricSeries) {}

  /**
   * How long things may take.
   *
   * @param head a client's request head
   * @param clientIdle a client's connection without a request, and a client whose turn it is to
   *     send or to read
   * @param streamIdle a backend whose turn it is
   * @param tunnelIdle a WebSocket on which nothing moves
   * @param connect a connection to a backend
   * @param upstreamIdle a backend's connection without a request
   * @param push silence on a connection of the operator
   * @param loop silence of an event loop
   */
  public record Timeouts(
      Duration head,
      Duration clientIdle,
      Duration streamIdle,
      Duration tunnelIdle,
      Duration connect,
      Duration upstreamIdle,
      Duration push,
      Duration loop) {}

  /**
   * How it goes down.
   *
   * @param delay how long it goes on taking requests once it is no longer Ready
   * @param deadline after which what still runs is cut, counted from the signal
   */
  public record Drain(Duration delay, Duration deadline) {}

  /**
   * The last good snapshot, kept over restarts.
   *
   * @param directory empty to keep nothing
   * @param maxRestoredAge how long a restored one is served without a push, while others of the
   *     fleet are Ready
   * @param peers a DNS name for the fleet's Ready pods; empty where there are none to know of
   */
  public record Snapshot(String directory, Duration maxRestoredAge, String peers) {}

  /**
   * The access log.
   *
   * @param oneIn how many exchanges stand behind a sampled line
   * @param file empty for standard output
   * @param queue lines that wait for the writer at most
   */
  public record AccessLog(Mode mode, int oneIn, String file, int queue) {
    /** What is written. */
    public enum Mode {
      OFF,
      ON,
      SAMPLED
    }
  }

  /** As if the file were empty. */
  public static DataPlaneSettings standard() {
    return SettingKeys.settings(Map.of());
  }

  /**
   * Reads a settings file.
   *
   * @param name for messages
   */
  public static DataPlaneSettings read(String yaml, String name) throws BadSettings {
    return SettingsFile.read(yaml, name);
  }

  public DataPlaneSettings withFleet(String other) {
    return new DataPlaneSettings(
        other,
        pseudonym,
        traffic,
        push,
        observe,
        pushTls,
        loops,
        trustedProxies,
        proxyProtocolFrom,
        limits,
        timeouts,
        drain,
        snapshot,
        accessLog);
  }

  public DataPlaneSettings withPseudonym(String other) {
    return new DataPlaneSettings(
        fleet,
        other,
        traffic,
        push,
        observe,
        pushTls,
        loops,
        trustedProxies,
        proxyProtocolFrom,
        limits,
        timeouts,
        drain,
        snapshot,
        accessLog);
  }

  public DataPlaneSettings withPushTls(PushTls files) {
    return new DataPlaneSettings(
        fleet,
        pseudonym,
        traffic,
        push,
        observe,
        files,
        loops,
        trustedProxies,
        proxyProtocolFrom,
        limits,
        timeouts,
        drain,
        snapshot,
        accessLog);
  }

  public DataPlaneSettings withLimits(Limits others) {
    return new DataPlaneSettings(
        fleet,
        pseudonym,
        traffic,
        push,
        observe,
        pushTls,
        loops,
        trustedProxies,
        proxyProtocolFrom,
        others,
        timeouts,
        drain,
        snapshot,
        accessLog);
  }

  public DataPlaneSettings withListeners(Listener traffic, Listener push, Listener observe) {
    return new DataPlaneSettings(
        fleet,
        pseudonym,
        traffic,
        push,
        observe,
        pushTls,
        loops,
        trustedProxies,
        proxyProtocolFrom,
        limits,
        timeouts,
        drain,
        snapshot,
        accessLog);
  }

  public DataPlaneSettings withLoops(int other) {
    return new DataPlaneSettings(
        fleet,
        pseudonym,
        traffic,
        push,
        observe,
        pushTls,
        other,
        trustedProxies,
        proxyProtocolFrom,
        limits,
        timeouts,
        drain,
        snapshot,
        accessLog);
  }
}
