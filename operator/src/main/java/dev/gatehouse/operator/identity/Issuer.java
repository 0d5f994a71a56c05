package dev.gatehouse.operator.identity;

import dev.gatehouse.operator.identity.IdentitySettings.Lifetimes;
import dev.gatehouse.snapshot.identity.Credential;
import dev.gatehouse.snapshot.identity.Party;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Date;
import java.util.Objects;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * Makes keys on P-256 and certificates for them (RFC 5280), signed with ECDSA and SHA-256. The only
 * place that sees Bouncy Castle, since the JDK reads certificates but issues none.
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
    X500Name name = name("Gatehouse push authority " + serial.toString(16).substring(0, 8));
    try {
      var builder =
          builder(name, serial, now, now.plus(lifetimes.authority()), name, keys.getPublic())
              .addExtension(Extension.basicConstraints, true, new BasicConstraints(0))
              .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign));
      return new Authority(signed(builder, keys.getPrivate()), keys.getPrivate());
    } catch (IOException | GeneralSecurityException e) {
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
    KeyPurposeId usage = KeyPurposeId.getInstance(new ASN1ObjectIdentifier(purpose));
    try {
      var builder =
          builder(
                  X500Name.getInstance(issuer.getSubjectX500Principal().getEncoded()),
                  serial(),
                  now,
                  end.isBefore(last) ? end : last,
                  name(dnsName),
                  keys.getPublic())
              .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
              .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
              .addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(usage))
              .addExtension(
                  Extension.subjectAlternativeName,
                  false,
                  new GeneralNames(new GeneralName(GeneralName.dNSName, dnsName)))
              .addExtension(
                  Extension.authorityKeyIdentifier,
                  false,
                  new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(issuer));
      return new Credential(signed(builder, Objects.requireNonNull(by.key())), keys.getPrivate());
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException("a certificate can't be made", e);
    }
  }

  /** When it was issued, which is later than it began to be valid. */
  Instant issuedAt(X509Certificate certificate) {
    return certificate.getNotBefore().toInstant().plus(lifetimes.backdating());
  }

  private X509v3CertificateBuilder builder(
      X500Name issuer, BigInteger serial, Instant now, Instant end, X500Name subject, PublicKey key)
      throws IOException, GeneralSecurityException {
    return new JcaX509v3CertificateBuilder(
            issuer,
            serial,
            Date.from(now.minus(lifetimes.backdating())),
            Date.from(end),
            subject,
            key)
        .addExtension(
            Extension.subjectKeyIdentifier,
            false,
            new JcaX509ExtensionUtils().createSubjectKeyIdentifier(key));
  }

  private static X509Certificate signed(X509v3CertificateBuilder builder, PrivateKey key)
      throws GeneralSecurityException {
    try {
      return new JcaX509CertificateConverter()
          .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(key)));
    } catch (OperatorCreationException e) {
      throw new GeneralSecurityException(e);
    }
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

  private static X500Name name(String commonName) {
    return new X500NameBuilder().addRDN(BCStyle.CN, commonName).build();
  }
}
