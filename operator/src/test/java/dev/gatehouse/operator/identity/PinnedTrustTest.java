package dev.gatehouse.operator.identity;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.operator.identity.IdentitySettings.Lifetimes;
import dev.gatehouse.snapshot.identity.Credential;
import dev.gatehouse.snapshot.identity.Party;
import dev.gatehouse.snapshot.identity.PinnedTrust;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whom an end takes, of all whom an authority, or another one, may have issued for. */
class PinnedTrustTest {
  private static final Instant NOW = Instant.parse("2031-05-01T12:00:00Z");
  private static final String CLIENT = Party.OPERATOR.purpose();
  private static final String SERVER = Party.DATA_PLANE.purpose();

  private final Issuer issuer = new Issuer(Lifetimes.STANDARD, new SecureRandom());
  private final Authority authority = issuer.authority(NOW);
  private final Authority other = issuer.authority(NOW);

  @Test
  void takesTheOtherEnd() {
    for (Party party : Party.values()) {
      assertDoesNotThrow(() -> check(party, NOW, issuer.leaf(authority, party, NOW)));
    }
  }

  @Test
  void takesTheOtherEndOfEachAuthorityInTheBundle() {
    var trust =
        new PinnedTrust(
            Party.OPERATOR,
            List.of(other.certificate(), authority.certificate()),
            InstantSource.fixed(NOW));

    for (Authority by : List.of(authority, other)) {
      Credential leaf = issuer.leaf(by, Party.OPERATOR, NOW);
      assertDoesNotThrow(() -> trust.check(new X509Certificate[] {leaf.certificate()}));
    }
  }

  @Test
  void nobodyOfAnotherAuthority() {
    String why = refused(Party.OPERATOR, NOW, issuer.leaf(other, Party.OPERATOR, NOW));

    assertTrue(why.startsWith("not a valid certificate of an authority that is trusted"), why);
  }

  @Test
  void neitherItselfNorAnybodyOfAnotherName() {
    String why = "not the certificate of operator.gatehouse.internal";

    assertEquals(why, refused(Party.OPERATOR, NOW, issuer.leaf(authority, Party.DATA_PLANE, NOW)));
    assertEquals(
        why, refused(Party.OPERATOR, NOW, issuer.leaf(authority, "x.example", CLIENT, NOW)));
  }

  @Test
  void nobodyOfAnotherPurpose() {
    String name = Party.OPERATOR.dnsName();

    assertEquals(
        "not the certificate of operator.gatehouse.internal",
        refused(Party.OPERATOR, NOW, issuer.leaf(authority, name, SERVER, NOW)));
  }

  @Test
  void nobodyBeforeOrAfterItsTime() {
    Credential leaf = issuer.leaf(authority, Party.OPERATOR, NOW.plus(Duration.ofDays(10)));

    refused(Party.OPERATOR, NOW, leaf);
    refused(Party.OPERATOR, NOW.plus(Duration.ofDays(41)), leaf);
  }

  @Test
  void nobodyOnceTheAuthorityHasEnded() {
    Instant end = authority.certificate().getNotAfter().toInstant();
    Credential leaf = issuer.leaf(authority, Party.OPERATOR, end.minus(Duration.ofDays(1)));

    assertDoesNotThrow(() -> check(Party.OPERATOR, end.minus(Duration.ofSeconds(1)), leaf));
    assertEquals("no authority that is trusted is valid now", refused(Party.OPERATOR, end, leaf));
  }

  @Test
  void notTheAuthorityItself() {
    refused(
        Party.OPERATOR,
        NOW,
        new Credential(authority.certificate(), requireNonNull(authority.key())));
  }

  @Test
  void nobodyWithoutACertificate() {
    var trust =
        new PinnedTrust(Party.OPERATOR, List.of(authority.certificate()), InstantSource.fixed(NOW));

    assertThrows(CertificateException.class, () -> trust.check(new X509Certificate[0]));
  }

  private String refused(Party peer, Instant now, Credential leaf) {
    return String.valueOf(
        assertThrows(CertificateException.class, () -> check(peer, now, leaf)).getMessage());
  }

  private void check(Party peer, Instant now, Credential leaf) throws CertificateException {
    new PinnedTrust(peer, List.of(authority.certificate()), InstantSource.fixed(now))
        .check(new X509Certificate[] {leaf.certificate()});
  }
}
