package dev.gatehouse.operator.identity;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.operator.identity.IdentitySettings.Lifetimes;
import dev.gatehouse.snapshot.identity.Credential;
import dev.gatehouse.snapshot.identity.Party;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class RotationTest {
  private static final Instant START = Instant.parse("2031-05-01T12:00:00Z");
  private static final Lifetimes LIVES = Lifetimes.STANDARD;
  private static final Duration SPREADING = LIVES.propagation();
  private static final Duration LITTLE = Duration.ofSeconds(2);
  private static final Duration AUTHORITY_DUE = LIVES.authority().multipliedBy(2).dividedBy(3);
  private static final Duration LEAF_DUE = LIVES.leaf().multipliedBy(2).dividedBy(3);
  private static final Holdings NOTHING = new Holdings(List.of(), null, List.of(), null, null);

  private final Issuer issuer = new Issuer(LIVES, new SecureRandom());
  private final Rotation rotation = new Rotation(LIVES, issuer);
  private final Holdings first = rotation.next(NOTHING, START).holdings();

  @Test
  void fromNothingEverythingIsMadeAtOnce() {
    assertEquals(1, first.authorities().size());
    assertEquals(first.certificates(), first.trusted());
    assertIssuedBy(first.authorities().getFirst(), first);
    assertTrue(Party.OPERATOR.isNamedBy(operator(first).certificate()));
    assertTrue(Party.DATA_PLANE.isNamedBy(dataPlane(first).certificate()));
  }

  @Test
  void whereNothingIsDueNothingChanges() {
    for (Instant now : List.of(START, START.plus(SPREADING), START.plus(LEAF_DUE).minus(LITTLE))) {
      Rotation.Next next = rotation.next(first, now);

      assertEquals(first, next.holdings());
      assertEquals(List.of(), next.done());
    }
  }

  @Test
  void leavesAreRenewedAfterTwoThirdsOfTheirLife() {
    Holdings renewed = rotation.next(first, START.plus(LEAF_DUE)).holdings();

    assertNotEquals(operator(first), operator(renewed));
    assertNotEquals(dataPlane(first), dataPlane(renewed));
    assertEquals(first.authorities(), renewed.authorities());
    assertEquals(first.trustedSince(), renewed.trustedSince());
  }

  @Test
  void aNewAuthorityIsTrustedBeforeItIssuesAndTheOldOneLeavesAfterwards() {
    Instant due = START.plus(AUTHORITY_DUE);
    Holdings before = renewed(first, START, due.minus(LITTLE));
    Authority old = before.authorities().getFirst();

    Holdings trusted = rotation.next(before, due).holdings();
    Authority made = trusted.authorities().getLast();
    assertEquals(List.of(old, made), trusted.authorities());
    assertEquals(trusted.certificates(), trusted.trusted());
    assertIssuedBy(old, trusted);

    assertEquals(trusted, next(trusted, due.plus(SPREADING).minus(LITTLE)), "not before it spread");

    Instant issuing = due.plus(SPREADING);
    Holdings issued = next(trusted, issuing);
    assertIssuedBy(made, issued);
    assertEquals(List.of(old, made), issued.authorities(), "pods may present the old one's yet");

    assertEquals(issued, next(issued, issuing.plus(SPREADING).minus(LITTLE)));
    Holdings after = next(issued, issuing.plus(SPREADING));
    assertEquals(List.of(made), after.authorities());
    assertEquals(after.certificates(), after.trusted());
    assertIssuedBy(made, after);
  }

  @Test
  void aNewAuthorityBeginsToSpreadWhenThePodsAreGivenIt() {
    Instant due = START.plus(AUTHORITY_DUE);
    Holdings before = renewed(first, START, due.minus(LITTLE));
    Holdings made = next(before, due);
    // As if the process had died between its two writes, and another came much later.
    var half =
        new Holdings(
            made.authorities(),
            made.operator(),
            before.trusted(),
            before.trustedSince(),
            made.dataPlane());
    Instant later = due.plus(SPREADING).plus(SPREADING);

    Holdings given = next(half, later);

    assertEquals(made.certificates(), given.trusted());
    assertEquals(later, given.trustedSince());
    assertIssuedBy(made.authorities().getFirst(), given);
  }

  @Test
  void aLeafThatIsLostWhileAnAuthoritySpreadsIsOfTheOldOne() {
    Instant due = START.plus(AUTHORITY_DUE);
    Holdings spreading = next(renewed(first, START, due.minus(LITTLE)), due);
    var lost =
        new Holdings(
            spreading.authorities(),
            spreading.operator(),
            spreading.trusted(),
            spreading.trustedSince(),
            null);

    assertIssuedBy(spreading.authorities().getFirst(), next(lost, due.plus(LITTLE)));
  }

  @Test
  void ofAnAuthorityWhoseKeyIsLostWhatItIssuedStaysGood() {
    var keyless = new Authority(first.authorities().getFirst().certificate(), null);
    var lost =
        new Holdings(
            List.of(keyless),
            first.operator(),
            first.trusted(),
            first.trustedSince(),
            first.dataPlane());
    Instant noticed = START.plus(Duration.ofDays(1));

    Holdings spreading = next(lost, noticed);

    assertEquals(keyless, spreading.authorities().getFirst());
    assertEquals(2, spreading.trusted().size());
    assertEquals(first.operator(), spreading.operator());
    assertEquals(first.dataPlane(), spreading.dataPlane());
    Holdings after = next(spreading, noticed.plus(SPREADING));
    assertIssuedBy(spreading.authorities().getLast(), after);
  }

  @Test
  void foreignLeavesAndAuthoritiesAreReplaced() {
    Holdings others = rotation.next(NOTHING, START).holdings();
    var mixed =
        new Holdings(
            first.authorities(),
            others.operator(),
            others.trusted(),
            first.trustedSince(),
            others.dataPlane());

    Holdings mended = next(mixed, START.plus(LITTLE));

    assertEquals(first.authorities(), mended.authorities());
    assertEquals(first.certificates(), mended.trusted());
    assertIssuedBy(first.authorities().getFirst(), mended);
  }

  @Test
  void leavesOfTheOtherPartyAreReplaced() {
    var swapped =
        new Holdings(
            first.authorities(),
            first.dataPlane(),
            first.trusted(),
            first.trustedSince(),
            first.operator());

    Holdings mended = next(swapped, START.plus(LITTLE));

    assertTrue(Party.OPERATOR.isNamedBy(operator(mended).certificate()));
    assertTrue(Party.DATA_PLANE.isNamedBy(dataPlane(mended).certificate()));
  }

  @Test
  void whatHasEndedOrHasNotBegunIsReplaced() {
    for (Duration off : List.of(LIVES.authority(), LIVES.backdating().negated().minus(LITTLE))) {
      Instant now = START.plus(off);

      Holdings mended = next(first, now);

      assertNotEquals(first.authorities(), mended.authorities(), off::toString);
      assertEquals(1, mended.authorities().size());
      assertIssuedBy(mended.authorities().getFirst(), mended);
      assertEquals(now, mended.trustedSince());
    }
  }

  @Test
  void aLeafIsNoAuthority() {
    Credential leaf = operator(first);
    var wrong =
        new Holdings(
            List.of(new Authority(leaf.certificate(), leaf.key())),
            first.operator(),
            first.trusted(),
            first.trustedSince(),
            first.dataPlane());

    Holdings mended = next(wrong, START.plus(LITTLE));

    assertFalse(mended.certificates().contains(leaf.certificate()));
    assertIssuedBy(mended.authorities().getFirst(), mended);
  }

  @Test
  void aClockThatIsAnHourOffChangesNothing() {
    for (Duration off : List.of(Duration.ofHours(1), Duration.ofHours(-1))) {
      Holdings seen = next(first, START.plus(off));

      assertEquals(first.authorities(), seen.authorities());
      assertEquals(first.operator(), seen.operator());
      assertEquals(first.dataPlane(), seen.dataPlane());
    }
  }

  @Test
  void noLeafOutlivesItsAuthority() {
    Instant late = START.plus(LIVES.authority()).minus(Duration.ofDays(3));
    Authority old = first.authorities().getFirst();

    Credential leaf = issuer.leaf(old, Party.OPERATOR, late);

    assertEquals(old.certificate().getNotAfter(), leaf.certificate().getNotAfter());
  }

  @Test
  void overYearsBothEndsAlwaysKnowEachOther() {
    Duration step = Duration.ofHours(12);
    var lives = new Lifetimes(LIVES.leaf(), LIVES.authority(), step, LIVES.backdating());
    var slow = new Rotation(lives, new Issuer(lives, new SecureRandom()));
    Holdings now = slow.next(NOTHING, START).holdings();
    int changes = 0;
    for (int i = 1; i < 3000; i++) {
      Instant time = START.plus(step.multipliedBy(i));
      Holdings next = slow.next(now, time).holdings();
      changes += next.authorities().equals(now.authorities()) ? 0 : 1;
      if (!next.equals(now)) {
        // Until the next step some pods have this one's, and some the one's before.
        for (Holdings pod : List.of(now, next)) {
          assertTrue(trusts(pod.trusted(), operator(next)), time::toString);
          assertTrue(trusts(next.certificates(), dataPlane(pod)), time::toString);
        }
      }
      now = next;
    }
    assertTrue(changes >= 10, "five authorities came and five left, but: " + changes);
  }

  private static boolean trusts(List<X509Certificate> authorities, Credential leaf) {
    return authorities.stream().anyMatch(ca -> new Authority(ca, null).issued(leaf));
  }

  private Holdings next(Holdings held, Instant now) {
    return rotation.next(held, now).holdings();
  }

  /** What is held after so long, with everything done in time. */
  private Holdings renewed(Holdings held, Instant from, Instant to) {
    Holdings now = held;
    for (Instant at = from; at.isBefore(to); at = at.plus(LEAF_DUE)) {
      now = next(now, at);
    }
    return next(now, to);
  }

  private static void assertIssuedBy(Authority authority, Holdings holdings) {
    assertTrue(authority.issued(operator(holdings)), "operator");
    assertTrue(authority.issued(dataPlane(holdings)), "data plane");
  }

  private static Credential operator(Holdings holdings) {
    return requireNonNull(holdings.operator());
  }

  private static Credential dataPlane(Holdings holdings) {
    return requireNonNull(holdings.dataPlane());
  }
}
