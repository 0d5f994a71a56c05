package dev.gatehouse.operator.identity;

import dev.gatehouse.snapshot.identity.Credential;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import org.jspecify.annotations.Nullable;

/**
 * What certificates are issued by.
 *
 * @param key null where it was lost, so that nothing more can be issued; what was is still good
 */
public record Authority(X509Certificate certificate, @Nullable PrivateKey key) {
  boolean canIssue() {
    return key != null;
  }

  boolean issued(Credential leaf) {
    try {
      leaf.certificate().verify(certificate.getPublicKey());
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  /** Without the key. */
  @Override
  public String toString() {
    return "Authority[" + certificate.getSubjectX500Principal() + "]";
  }
}
