package dev.gatehouse.dataplane.settings;

import dev.gatehouse.dataplane.settings.DataPlaneSettings.AccessLog;
import dev.gatehouse.dataplane.settings.DataPlaneSettings.Drain;
import dev.gatehouse.dataplane.settings.DataPlaneSettings.Limits;
import dev.gatehouse.dataplane.settings.DataPlaneSettings.Listener;
import dev.gatehouse.dataplane.settings.DataPlaneSettings.PushTls;
import dev.gatehouse.dataplane.settings.DataPlaneSettings.Snapshot;
import dev.gatehouse.dataplane.settings.DataPlaneSettings.Timeouts;
import dev.gatehouse.dataplane.settings.YamlLeaves.Leaf;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Every key, in the order of the documentation, which a test makes from this list. */
final class SettingKeys {
  private static final List<Setting<?>> KEYS = new ArrayList<>();
  static final List<Setting<?>> ALL = Collections.unmodifiableList(KEYS);

  private static final Setting<String> FLEET =
      key(Setting.text("fleet", "default", "The `gateway` of the routes that this pod serves."));
  private static final Setting<String> PSEUDONYM =
      key(
          Setting.token(
              "pseudonym",
              "",
              "Names this installation in `Via` and `Proxy-Status`: the same for all its pods, and"
                  + " another for each gateway on a request's way, since whoever finds their own"
                  + " in `Via` answers 508. Empty: each pod adds a random part of its own to"
                  + " `gatehouse` in `Via`, so that a loop ends at the first pod that it meets"
                  + " twice."));
  private static final Setting<String> TRAFFIC_HOST =
      key(Setting.text("listeners.traffic.host", "0.0.0.0", "Where clients connect."));
  private static final Setting<Integer> TRAFFIC_PORT =
      key(Setting.port("listeners.traffic.port", 8080, "0 takes a free one."));
  private static final Setting<String> PUSH_HOST =
      key(
          Setting.text(
              "listeners.push.host",
              "",
              "Where the operator connects; empty is `0.0.0.0` with `push.tls` and `127.0.0.1`"
                  + " without it, which then has to be loopback."));
  private static final Setting<Integer> PUSH_PORT =
      key(Setting.port("listeners.push.port", 9901, "0 takes a free one."));
  private static final Setting<String> OBSERVE_HOST =
      key(
          Setting.text(
              "listeners.observe.host", "0.0.0.0", "Where probes and Prometheus connect."));
  private static final Setting<Integer> OBSERVE_PORT =
      key(Setting.port("listeners.observe.port", 9902, "0 takes a free one."));
  private static final Setting<String> PUSH_CERTIFICATE =
      key(
          Setting.text(
              "push.tls.certificate",
              "",
              "File with the push listener's certificate, in PEM; all of `push.tls` is read again"
                  + " when it changes, see push-protocol.md."));
  private static final Setting<String> PUSH_KEY =
      key(Setting.text("push.tls.key", "", "File with the certificate's key, PKCS #8 in PEM."));
  private static final Setting<String> PUSH_CA =
      key(
          Setting.text(
              "push.tls.ca",
              "",
              "File with the authorities, in PEM, by one of which the operator's certificate has"
                  + " to be issued."));
  private static final Setting<Duration> PUSH_CHECK =
      key(Setting.duration("push.tls.checkEvery", "5s", "How often these files are looked at."));
  private static final Setting<Integer> LOOPS =
      key(
          Setting.number(
              "loops", 0, 0, 256, "Event loops that proxy; 0 is one for each processor."));
  private static final Setting<List<Cidr>> TRUSTED_PROXIES =
      key(
          Setting.networks(
              "trustedProxies",
              "Peers whose `forwarded` and `x-forwarded-*` headers are believed, `x-forwarded-proto`"
                  + " in redirects too; others' are dropped."));
  private static final Setting<List<Cidr>> PROXY_PROTOCOL_FROM =
      key(
          Setting.networks(
              "proxyProtocol.from",
              "Load balancers whose connections begin with a PROXY header, version 1 or 2, which says"
                  + " whose they are; see http.md. Without one they are closed."));
  private static final Setting<Integer> REQUEST_LINE =
      key(Setting.bytes("limits.requestLine", "8Ki", "Longest request line; beyond it 414."));
  private static final Setting<Integer> HEADERS =
      key(Setting.bytes("limits.headers", "32Ki", "All header fields together; beyond it 431."));
  private static final Setting<Integer> FIELDS =
      key(
          Setting.number(
              "limits.fields",
              100,
              10,
              10_000,
              "Header fields of a message of HTTP/1.1, or of a request of HTTP/2, `Host` among them;"
                  + " beyond it 431, of an answer 502."));
  private static final Setting<Long> BODY =
      key(
          Setting.bytesOrNone(
              "limits.body",
              "10Gi",
              "Longest body of a request, as it travels; beyond it 413 `BODY_TOO_LARGE`. `none` lets"
                  + " bodies be endless."));
  private static final Setting<Integer> STREAMS =
      key(
          Setting.number(
              "limits.streams",
              128,
              1,
              10_000,
              "Requests at once on a connection of HTTP/2; more are refused, to be sent again."));
  private static final Setting<Integer> CLIENT_CONNECTIONS =
      key(
          Setting.number(
              "limits.clientConnections",
              50_000,
              1,
              10_000_000,
              "Connections of clients at once; more are closed."));
  private static final Setting<Integer> CLIENT_CONNECTIONS_PER_ADDRESS =
      key(
          Setting.number(
              "limits.clientConnectionsPerAddress",
              0,
              0,
              10_000_000,
              "Of these, from one address or one /64 of IPv6; more are closed, 0 is no bound."
                  + " Peers in `trustedProxies` and `proxyProtocol.from` don't count."));
  private static final Setting<Integer> UPSTREAM_CONNECTIONS =
      key(
          Setting.number(
              "limits.upstreamConnections",
              1024,
              1,
              1_000_000,
              "Connections to one endpoint of a backend."));
  private static final Setting<Integer> UPSTREAM_PENDING =
      key(
          Setting.number(
              "limits.upstreamPending",
              1024,
              0,
              1_000_000,
              "Requests that may wait for one of these; beyond it 503 `OVERLOADED`."));
  private static final Setting<Integer> PUSH =
      key(Setting.bytes("limits.push", "64Mi", "A push as it travels; beyond it 413."));
  private static final Setting<Integer> PUSH_INFLATED =
      key(Setting.bytes("limits.pushInflated", "256Mi", "A push once decompressed."));
  private static final Setting<Integer> METRIC_SERIES =
      key(
          Setting.number(
              "limits.metricSeries",
              20_000,
              0,
              1_000_000,
              "Metric series of requests; what exceeds them is counted as `other`."));
  private static final Setting<Duration> HEAD =
      key(Setting.duration("timeouts.head", "10s", "For a client to send a request's head."));
  private static final Setting<Duration> CLIENT_IDLE =
      key(
          Setting.duration(
              "timeouts.clientIdle",
              "60s",
              "Until a client's silent connection is closed, or its request is ended while it"
                  + " neither sends nor reads (`CLIENT_TIMEOUT`): with 408, or by a reset where the"
                  + " answer has begun."));
  private static final Setting<Duration> STREAM_IDLE =
      key(
          Setting.duration(
              "timeouts.streamIdle",
              "5m",
              "Until a request is ended whose backend neither reads nor sends, however long its"
                  + " route lets it take: 504 `UPSTREAM_TIMEOUT`. An answer that has begun is"
                  + " cut."));
  private static final Setting<Duration> TUNNEL_IDLE =
      key(
          Setting.duration(
              "timeouts.tunnelIdle",
              "1h",
              "Until a WebSocket on which nothing moves is ended (`TUNNEL_IDLE`), by a Close frame"
                  + " to both sides. Less than that of the load balancer before the pods."));
  private static final Setting<Duration> CONNECT =
      key(Setting.duration("timeouts.connect", "2s", "For a connection to a backend."));
  private static final Setting<Duration> UPSTREAM_IDLE =
      key(
          Setting.duration(
              "timeouts.upstreamIdle",
              "30s",
              "Until an unused connection to a backend is closed."));
  private static final Setting<Duration> PUSH_TIMEOUT =
      key(
          Setting.duration(
              "timeouts.push",
              "30s",
              "Until a silent connection of the operator is closed, in the middle of a push too."));
  private static final Setting<Duration> LOOP =
      key(
          Setting.duration(
              "timeouts.loop",
              "20s",
              Duration.ofSeconds(3),
              "An event loop that is silent for so long makes `/livez` fail."));
  private static final Setting<Duration> DRAIN_DELAY =
      key(
          Setting.duration(
              "drain.delay",
              "5s",
              "After SIGTERM: not Ready, but still serving, while the endpoints spread."));
  private static final Setting<Duration> DRAIN_DEADLINE =
      key(Setting.duration("drain.deadline", "30s", "After SIGTERM: what still runs then is cut."));
  private static final Setting<String> SNAPSHOT_DIRECTORY =
      key(
          Setting.text(
              "snapshot.directory",
              "",
              "Where the last good snapshot outlives a restart of the container; empty keeps"
                  + " none. It holds secrets; see reliability.md."));
  private static final Setting<Duration> MAX_RESTORED_AGE =
      key(
          Setting.duration(
              "snapshot.maxRestoredAge",
              "1h",
              "Restored and unconfirmed for longer, the pod is not Ready as long as confirmed ones"
                  + " are."));
  private static final Setting<String> PEERS =
      key(
          Setting.text(
              "snapshot.peers",
              "",
              "DNS name of the fleet's Ready pods, a headless Service; empty: others are never"
                  + " waited for."));
  private static final Setting<AccessLog.Mode> LOG_MODE =
      key(
          Setting.choice(
              "accessLog.mode",
              AccessLog.Mode.class,
              AccessLog.Mode.ON,
              "Whether requests are logged; see access-log.md."));
  private static final Setting<Integer> LOG_ONE_IN =
      key(
          Setting.number(
              "accessLog.oneIn",
              100,
              1,
              1_000_000,
              "With `sampled`: one line for so many requests."));
  private static final Setting<String> LOG_FILE =
      key(Setting.text("accessLog.file", "", "Where to; empty is standard output."));
  private static final Setting<Integer> LOG_QUEUE =
      key(
          Setting.number(
              "accessLog.queue",
              8192,
              1,
              1_000_000,
              "Lines that may wait to be written; more are dropped and counted."));

  private SettingKeys() {}

  static DataPlaneSettings settings(Map<String, Leaf> file) {
    int loops = LOOPS.in(file);
    PushTls tls = pushTls(file);
    return new DataPlaneSettings(
        FLEET.in(file),
        PSEUDONYM.in(file),
        new Listener(TRAFFIC_HOST.in(file), TRAFFIC_PORT.in(file)),
        new Listener(pushHost(file, tls), PUSH_PORT.in(file)),
        new Listener(OBSERVE_HOST.in(file), OBSERVE_PORT.in(file)),
        tls,
        loops == 0 ? Runtime.getRuntime().availableProcessors() : loops,
        TRUSTED_PROXIES.in(file),
        PROXY_PROTOCOL_FROM.in(file),
        new Limits(
            REQUEST_LINE.in(file),
            HEADERS.in(file),
            FIELDS.in(file),
            BODY.in(file),
            STREAMS.in(file),
            CLIENT_CONNECTIONS.in(file),
            CLIENT_CONNECTIONS_PER_ADDRESS.in(file),
            UPSTREAM_CONNECTIONS.in(file),
            UPSTREAM_PENDING.in(file),
            PUSH.in(file),
            PUSH_INFLATED.in(file),
            METRIC_SERIES.in(file)),
        new Timeouts(
            HEAD.in(file),
            CLIENT_IDLE.in(file),
            STREAM_IDLE.in(file),
            TUNNEL_IDLE.in(file),
            CONNECT.in(file),
            UPSTREAM_IDLE.in(file),
            PUSH_TIMEOUT.in(file),
            LOOP.in(file)),
        new Drain(DRAIN_DELAY.in(file), DRAIN_DEADLINE.in(file)),
        new Snapshot(SNAPSHOT_DIRECTORY.in(file), MAX_RESTORED_AGE.in(file), PEERS.in(file)),
        new AccessLog(
            LOG_MODE.in(file), LOG_ONE_IN.in(file), LOG_FILE.in(file), LOG_QUEUE.in(file)));
  }

  /** Null where a file isn't named. */
  private static @Nullable PushTls pushTls(Map<String, Leaf> file) {
    var tls =
        new PushTls(
            PUSH_CERTIFICATE.in(file), PUSH_KEY.in(file), PUSH_CA.in(file), PUSH_CHECK.in(file));
    return tls.certificate().isEmpty() || tls.key().isEmpty() || tls.ca().isEmpty() ? null : tls;
  }

  private static String pushHost(Map<String, Leaf> file, @Nullable PushTls tls) {
    String host = PUSH_HOST.in(file);
    return !host.isEmpty() ? host : tls == null ? "127.0.0.1" : "0.0.0.0";
  }

  private static <T> Setting<T> key(Setting<T> setting) {
    KEYS.add(setting);
    return setting;
  }
}
