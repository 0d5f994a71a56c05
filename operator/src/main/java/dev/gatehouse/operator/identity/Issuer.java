package dev.gatehouse.operator.identity;

import dev.gatehouse.operator.identity.IdentitySettings.Lifetimes;
import dev.gatehouse.snapshot.identity.Credential;
import dev.gatehouse.snapshot.identity.Party;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import javax.security.auth.x500.X500Principal;
import org.wildfly.security.x500.GeneralName;
import org.wildfly.security.x500.cert.AuthorityKeyIdentifierExtension;
import org.wildfly.security.x500.cert.BasicConstraintsExtension;
import org.wildfly.security.x500.cert.ExtendedKeyUsageExtension;
import org.wildfly.security.x500.cert.KeyUsage;
import org.wildfly.security.x500.cert.KeyUsageExtension;
import org.wildfly.security.x500.cert.SubjectAlternativeNamesExtension;
import org.wildfly.security.x500.cert.SubjectKeyIdentifierExtension;
import org.wildfly.security.x500.cert.X509CertificateBuilder;
import org.wildfly.security.x500.cert.util.KeyUtil;

/**
 * Makes keys on P-256 and certificates for them (RFC 5280), signed with ECDSA and SHA-256. The only
 * place that sees WildFly Elytron, since the JDK reads certificates but issues none.
 */
public final class Issuer {
  private static final int SERIAL_BITS = 127;

  private final Lifetimes lifetimes;
  private final SecureRandom random;

  public Issuer(Lifetimes lifetimes, SecureRandom random) {
    this.lifetimes = lifetimes;
    this.random = random;
  }

  /** Issues for both parties, and for no authority below it. */
  public Authority authority(Instant now) {
    KeyPair keys = keys();
    BigInteger serial = serial();
    // Its own name for each, so that a certificate says which one it is from.
    X500Principal name = name("Gatehouse push authority " + serial.toString(16).substring(0, 8));
    try {
      X509Certificate certificate =
          builder(name, keys.getPublic(), now, now.plus(lifetimes.authority()))
              .setSerialNumber(serial)
              .setIssuerDn(name)
              .setSigningKey(keys.getPrivate())
              .addExtension(new BasicConstraintsExtension(true, true, 0))
              .addExtension(new KeyUsageExtension(KeyUsage.keyCertSign))
              .build();
      return new Authority(certificate, keys.getPrivate());
    } catch (CertificateException e) {
      throw new IllegalStateException("an authority can't be made", e);
    }
  }

  /**
   * A certificate that ends with the authority's, if not before.
   *
   * @param by one that can issue
   */
  public Credential leaf(Authority by, Party party, Instant now) {
    return leaf(by, party.dnsName(), party.purpose(), now);
  }

  /** For a name and a purpose of its extended key usage. */
  Credential leaf(Authority by, String dnsName, String purpose, Instant now) {
    KeyPair keys = keys();
    X509Certificate issuer = by.certificate();
    Instant end = now.plus(lifetimes.leaf());
    Instant last = issuer.getNotAfter().toInstant();
    byte[] issuerKey = KeyUtil.getKeyIdentifier(issuer.getPublicKey());
    try {
      X509Certificate certificate =
          builder(name(dnsName), keys.getPublic(), now, end.isBefore(last) ? end : last)
              .setSerialNumber(serial())
              .setIssuerDn(issuer.getSubjectX500Principal())
              .setSigningKey(Objects.requireNonNull(by.key()))
              .addExtension(new BasicConstraintsExtension(true, false, -1))
              .addExtension(new KeyUsageExtension(KeyUsage.digitalSignature))
              .addExtension(new ExtendedKeyUsageExtension(false, List.of(purpose)))
              .addExtension(
                  new SubjectAlternativeNamesExtension(
                      false, List.of(new GeneralName.DNSName(dnsName))))
              .addExtension(new AuthorityKeyIdentifierExtension(issuerKey, null, null))
              .build();
      return new Credential(certificate, keys.getPrivate());
    } catch (CertificateException e) {
      throw new IllegalStateException("a certificate can't be made", e);
    }
  }

  /** When it was issued, which is later than it began to be valid. */
  Instant issuedAt(X509Certificate certificate) {
    return certificate.getNotBefore().toInstant().plus(lifetimes.backdating());
  }

  private X509CertificateBuilder builder(
      X500Principal subject, PublicKey key, Instant now, Instant end) {
    return new X509CertificateBuilder()
        .setSubjectDn(subject)
        .setPublicKey(key)
        .setSignatureAlgorithmName("SHA256withECDSA")
        .setNotValidBefore(now.minus(lifetimes.backdating()).atZone(ZoneOffset.UTC))
        .setNotValidAfter(end.atZone(ZoneOffset.UTC))
        .addExtension(new SubjectKeyIdentifierExtension(KeyUtil.getKeyIdentifier(key)));
  }

  private KeyPair keys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"), random);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no P-256", e);
    }
  }

  /** Positive, and never the same twice. */
  private BigInteger serial() {
    return new BigInteger(SERIAL_BITS, random).setBit(SERIAL_BITS);
  }

  private static X500Principal name(String commonName) {
    return new X500Principal("CN=" + commonName);
  }
}
