package dev.gatehouse.dataplane.admin;

import dev.gatehouse.dataplane.observe.PushTlsMetrics;
import dev.gatehouse.dataplane.settings.DataPlaneSettings.PushTls;
import dev.gatehouse.snapshot.identity.BadIdentity;
import dev.gatehouse.snapshot.identity.ChannelIdentity;
import dev.gatehouse.snapshot.identity.Party;
import dev.gatehouse.snapshot.identity.PinnedTrust;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServer;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.ServerSSLOptions;
import io.vertx.core.net.TrustOptions;
import java.io.IOException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the push listener goes by, and whom it takes for the operator. The files are read again when
 * they change; those that can't be used change nothing, and before the first that can, nobody is
 * taken.
 */
final class PushIdentity {
  private static final Logger LOG = LoggerFactory.getLogger(PushIdentity.class);

  private final Vertx vertx;
  private final PushTls files;
  private final InstantSource clock;
  private final PushTlsMetrics metrics;
  private final PinnedTrust nobody;
  private @Nullable PushFiles seen;
  private String complaint = "";
  private volatile String refusal = "";
  private volatile @Nullable ChannelIdentity current;

  private PushIdentity(Vertx vertx, PushTls files, InstantSource clock, PushTlsMetrics metrics) {
    this.vertx = vertx;
    this.files = files;
    this.clock = clock;
    this.metrics = metrics;
    this.nobody = new PinnedTrust(Party.OPERATOR, List.of(), clock);
  }

  /** Never fails: a pod without an identity may still have a snapshot to serve. */
  static Future<@Nullable PushIdentity> read(
      Vertx vertx, PushTls files, InstantSource clock, PushTlsMetrics metrics) {
    var identity = new PushIdentity(vertx, files, clock, metrics);
    return vertx
        .executeBlocking(identity::changed, false)
        .onSuccess(
            first -> {
              if (first != null) {
                identity.current = first;
                metrics.taken(first.expires());
              }
            })
        .onFailure(identity::complain)
        .transform(_ -> Future.succeededFuture(identity));
  }

  /** As it is now, for a new server. */
  ServerSSLOptions tls() {
    ChannelIdentity now = current;
    return new ServerSSLOptions()
        .setClientAuth(ClientAuth.REQUIRED)
        .setEnabledSecureTransportProtocols(Set.of(ChannelIdentity.PROTOCOL))
        .setKeyCertOptions(KeyCertOptions.wrap(now == null ? ChannelIdentity.noKeys() : now.keys()))
        .setTrustOptions(TrustOptions.wrap(peer()));
  }

  /** Keeps a server up with the files; called on the context that it listens on. */
  void follow(HttpServer server) {
    vertx.setTimer(
        Math.max(1, files.checkEvery().toMillis()),
        _ ->
            vertx
                .executeBlocking(this::changed, false)
                .compose(next -> next == null ? Future.succeededFuture() : take(next, server))
                .onFailure(this::complain)
                .onComplete(_ -> follow(server)));
  }

  /** Counts who was kept out, and says why when that is news: anybody may come again and again. */
  void refused(Throwable why) {
    metrics.refused();
    String reason = why.toString();
    if (!reason.equals(refusal)) {
      refusal = reason;
      LOG.info("Kept from pushing: {}", reason);
    }
  }

  /**
   * Looks at whom a connection was opened by: it may be open since before its authority left.
   *
   * @throws CertificateException if that is not the operator any more
   */
  void check(SSLSession session) throws CertificateException {
    try {
      var chain = session.getPeerCertificates();
      peer().check(Arrays.copyOf(chain, chain.length, X509Certificate[].class));
    } catch (SSLPeerUnverifiedException e) {
      throw new CertificateException(e);
    }
  }

  private PinnedTrust peer() {
    ChannelIdentity now = current;
    return now == null ? nobody : now.peer();
  }

  /** What the files say, if it is something else than before; runs where it may block. */
  private @Nullable ChannelIdentity changed() throws IOException, BadIdentity {
    PushFiles now = PushFiles.read(files);
    if (now.equals(seen)) {
      return null;
    }
    seen = now;
    return now.identity(clock);
  }

  /** Requests are held against it before connections are: whoever may connect may also push. */
  private Future<Void> take(ChannelIdentity next, HttpServer server) {
    current = next;
    return server
        .updateSSLOptions(tls(), true)
        .onSuccess(
            _ -> {
              complaint = "";
              metrics.taken(next.expires());
              LOG.info("The push listener has a new certificate, until {}", next.expires());
            })
        .onFailure(_ -> seen = null)
        .mapEmpty();
  }

  /** Once for each thing that is wrong, however often it is found. */
  private void complain(Throwable failure) {
    String why = String.valueOf(failure.getMessage());
    if (!why.equals(complaint)) {
      complaint = why;
      metrics.failed();
      ChannelIdentity now = current;
      if (now == null) {
        LOG.warn("The push listener takes nobody, since it has no certificate: {}", why);
      } else {
        LOG.warn("The push listener keeps its certificate, until {}: {}", now.expires(), why);
      }
    }
  }
}
