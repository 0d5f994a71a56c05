package dev.gatehouse.snapshot.identity;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;

/** A certificate and its own key. */
public record Credential(X509Certificate certificate, PrivateKey key) {
  private static final byte[] PROBE = {1, 2, 3, 4};

  /** Reads the first of each. */
  public static Credential read(String certificatePem, String keyPem) throws BadIdentity {
    X509Certificate certificate = Pem.certificates(certificatePem).getFirst();
    PrivateKey key = Pem.privateKeys(keyPem).getFirst();
    if (!belong(key, certificate.getPublicKey())) {
      throw new BadIdentity("holds a certificate that is of another key");
    }
    return new Credential(certificate, key);
  }

  /** Whether they are two halves of one elliptic-curve key. */
  public static boolean belong(PrivateKey key, PublicKey publicKey) {
    try {
      Signature signature = Signature.getInstance("SHA256withECDSA");
      signature.initSign(key);
      signature.update(PROBE);
      byte[] signed = signature.sign();
      signature.initVerify(publicKey);
      signature.update(PROBE);
      return signature.verify(signed);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  /** Without the key. */
  @Override
  public String toString() {
    return "Credential[" + certificate.getSubjectX500Principal() + "]";
  }
}
