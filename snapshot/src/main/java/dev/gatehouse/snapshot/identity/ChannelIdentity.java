package dev.gatehouse.snapshot.identity;

import java.time.Instant;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * What one end of the push channel goes by.
 *
 * @param own what it presents
 * @param peer whom it takes for the other end
 */
public record ChannelIdentity(Credential own, PinnedTrust peer) {
  /** The one version that the channel speaks, by its name in the JDK; RFC 8446. */
  public static final String PROTOCOL = "TLSv1.3";

  /** What is presented is not valid from then on. */
  public Instant expires() {
    return own.certificate().getNotAfter().toInstant();
  }

  /** Presents the own certificate to whoever asks. */
  public X509ExtendedKeyManager keys() {
    return new OwnCertificate(own);
  }

  /** Presents nothing, so that whoever asks goes away. */
  public static X509ExtendedKeyManager noKeys() {
    return new OwnCertificate(null);
  }
}
