package dev.gatehouse.operator.identity;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.operator.identity.IdentitySettings.Lifetimes;
import dev.gatehouse.snapshot.identity.Party;
import java.security.SecureRandom;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the JDK reads of the certificates, by the rules of RFC 5280. */
class IssuerTest {
  private static final Instant NOW = Instant.parse("2031-05-01T12:00:00Z");
  private static final String KEY_ID = "2.5.29.14";
  private static final String AUTHORITY_KEY_ID = "2.5.29.35";
  private static final Set<String> CRITICAL = Set.of("2.5.29.19", "2.5.29.15");

  private final Issuer issuer = new Issuer(Lifetimes.STANDARD, new SecureRandom());
  private final Authority authority = issuer.authority(NOW);
  private final X509Certificate root = authority.certificate();
  private final X509Certificate leaf = issuer.leaf(authority, Party.OPERATOR, NOW).certificate();

  @Test
  void anAuthoritySignsForBothPartiesAndNoAuthorityBelow() {
    assertEquals(3, root.getVersion());
    assertEquals(root.getSubjectX500Principal(), root.getIssuerX500Principal());
    assertEquals(0, root.getBasicConstraints());
    assertEquals(List.of(5), usages(root), "keyCertSign");
    assertEquals(CRITICAL, root.getCriticalExtensionOIDs());
  }

  @Test
  void aLeafIsForOneNameAndOnePurpose() throws Exception {
    assertEquals(3, leaf.getVersion());
    assertEquals(-1, leaf.getBasicConstraints());
    assertEquals(List.of(0), usages(leaf), "digitalSignature");
    assertEquals(CRITICAL, leaf.getCriticalExtensionOIDs());
    assertEquals(List.of(Party.OPERATOR.purpose()), leaf.getExtendedKeyUsage());
    assertEquals(
        List.of(List.of(2, Party.OPERATOR.dnsName())),
        List.copyOf(leaf.getSubjectAlternativeNames()));
  }

  @Test
  void aLeafNamesItsAuthoritysKey() {
    byte[] id = root.getExtensionValue(KEY_ID);
    byte[] named = leaf.getExtensionValue(AUTHORITY_KEY_ID);

    assertEquals(24, id.length, "SHA-1 of the key, in two octet strings");
    assertArrayEquals(
        Arrays.copyOfRange(id, 4, 24), Arrays.copyOfRange(named, named.length - 20, named.length));
  }

  @Test
  void serialNumbersArePositiveAndFitTwentyOctets() {
    for (X509Certificate certificate : List.of(root, leaf)) {
      assertEquals(1, certificate.getSerialNumber().signum());
      assertTrue(certificate.getSerialNumber().toByteArray().length <= 20);
    }
  }

  @Test
  void aLeafEndsWithItsAuthority() {
    Instant late = NOW.plus(Lifetimes.STANDARD.authority()).minus(Duration.ofHours(1));

    X509Certificate last = issuer.leaf(authority, Party.DATA_PLANE, late).certificate();

    assertEquals(root.getNotAfter(), last.getNotAfter());
  }

  @Test
  void aPathToTheAuthorityIsValidFromALittleBefore() throws Exception {
    var parameters = new PKIXParameters(Set.of(new TrustAnchor(root, null)));
    parameters.setRevocationEnabled(false);
    parameters.setDate(Date.from(NOW.minus(Lifetimes.STANDARD.backdating())));

    CertPathValidator.getInstance("PKIX")
        .validate(
            CertificateFactory.getInstance("X.509").generateCertPath(List.of(leaf)), parameters);

    assertEquals(NOW, issuer.issuedAt(leaf));
  }

  private static List<Integer> usages(X509Certificate certificate) {
    boolean[] usages = certificate.getKeyUsage();
    return IntStream.range(0, usages.length).filter(bit -> usages[bit]).boxed().toList();
  }
}
