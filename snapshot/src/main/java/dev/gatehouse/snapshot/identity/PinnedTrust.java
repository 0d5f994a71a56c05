package dev.gatehouse.snapshot.identity;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Takes nobody but the other end of the push channel: a certificate issued by one of the given
 * authorities directly, valid now, and of that end's name and purpose. There is no host to compare
 * with, since pods are addressed by IP.
 */
public final class PinnedTrust extends X509ExtendedTrustManager {
  private final Party peer;
  private final List<X509Certificate> authorities;
  private final InstantSource clock;

  /**
   * Trust in one of the two.
   *
   * @param peer whom to take
   */
  public PinnedTrust(Party peer, List<X509Certificate> authorities, InstantSource clock) {
    this.peer = peer;
    this.authorities = List.copyOf(authorities);
    this.clock = clock;
  }

  /**
   * Judges who is there.
   *
   * @param chain what the other end presented, its own certificate first
   * @throws CertificateException with the reason if it is not the one to take
   */
  public void check(X509Certificate[] chain) throws CertificateException {
    if (chain.length == 0) {
      throw new CertificateException("no certificate was presented");
    }
    Instant now = clock.instant();
    Set<TrustAnchor> anchors = anchors(now);
    try {
      CertPath path = CertificateFactory.getInstance("X.509").generateCertPath(List.of(chain[0]));
      var parameters = new PKIXParameters(anchors);
      parameters.setRevocationEnabled(false);
      parameters.setDate(Date.from(now));
      CertPathValidator.getInstance("PKIX").validate(path, parameters);
    } catch (GeneralSecurityException e) {
      throw new CertificateException(
          "not a valid certificate of an authority that is trusted: " + e.getMessage(), e);
    }
    if (!peer.isNamedBy(chain[0])) {
      throw new CertificateException("not the certificate of " + peer.dnsName());
    }
  }

  /** Those that are valid: path validation itself looks at an anchor's key and name only. */
  private Set<TrustAnchor> anchors(Instant now) throws CertificateException {
    var anchors = new HashSet<TrustAnchor>();
    for (X509Certificate authority : authorities) {
      if (!now.isBefore(authority.getNotBefore().toInstant())
          && now.isBefore(authority.getNotAfter().toInstant())) {
        anchors.add(new TrustAnchor(authority, null));
      }
    }
    if (anchors.isEmpty()) {
      throw new CertificateException("no authority that is trusted is valid now");
    }
    return anchors;
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    check(chain);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    check(chain);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    check(chain);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    check(chain);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    check(chain);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    check(chain);
  }

  /** None, so that peers present the one certificate that they have, and are told what is wrong. */
  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }
}
