package dev.gatehouse.operator.identity;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.gatehouse.operator.identity.IdentitySettings.Lifetimes;
import dev.gatehouse.snapshot.identity.Pem;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecretTextTest {
  private static final Instant NOW = Instant.parse("2031-05-01T12:00:00Z");
  private static final Lifetimes LIVES = Lifetimes.STANDARD;

  private final Issuer issuer = new Issuer(LIVES, new SecureRandom());
  private final SecretText text = new SecretText(IdentitySettings.of("ours", "theirs"));
  private final List<String> problems = new ArrayList<>();
  private final Holdings two = twoAuthorities();
  private final Map<String, String> ours = new HashMap<>(text.operatorSecret(two));
  private final Map<String, String> theirs = new HashMap<>(text.dataPlaneSecret(two));

  private Holdings twoAuthorities() {
    var rotation = new Rotation(LIVES, issuer);
    var nothing = new Holdings(List.of(), null, List.of(), null, null);
    Holdings first = rotation.next(nothing, NOW).holdings();
    return rotation
        .next(first, NOW.plus(LIVES.authority().multipliedBy(2).dividedBy(3)))
        .holdings();
  }

  @Test
  void whatIsWrittenIsReadAgain() {
    assertEquals(2, two.authorities().size());

    assertEquals(two, text.read(ours, theirs, problems::add));
    assertEquals(List.of(), problems);
  }

  @Test
  void thePodsAreGivenNoKeyButTheirOwn() {
    assertEquals(
        List.of("ca.crt", "ca.since", "tls.crt", "tls.key"),
        theirs.keySet().stream().sorted().toList());
    for (Authority authority : two.authorities()) {
      assertFalse(theirs.containsValue(Pem.write(requireNonNull(authority.key()))));
    }
  }

  @Test
  void emptySecretsHoldNothingAndAreNoProblem() {
    assertEquals(
        new Holdings(List.of(), null, List.of(), null, null),
        text.read(Map.of(), Map.of(), problems::add));
    assertEquals(List.of(), problems);
  }

  @ParameterizedTest
  @CsvSource({
    "ca.crt, garbage, holds no CERTIFICATE in PEM",
    "ca.key, garbage, holds no PRIVATE KEY in PEM",
    "ca.crt, -----BEGIN CERTIFICATE-----AAAA-----END CERTIFICATE-----,"
        + " holds what is no X.509 certificate",
    "ca.key, -----BEGIN PRIVATE KEY-----AAAA-----END PRIVATE KEY-----,"
        + " holds what is no elliptic-curve key in PKCS #8",
    "ca.key, -----BEGIN PRIVATE KEY-----A-----END PRIVATE KEY-----,"
        + " holds a PRIVATE KEY that is no base64",
  })
  void whatCannotBeReadIsNamedAndLeftOut(String key, String value, String problem) {
    ours.put(key, value);

    Holdings read = text.read(ours, theirs, problems::add);

    assertEquals(List.of("Secret ours: " + key + " " + problem), problems);
    assertEquals(two.operator(), read.operator());
    assertEquals(key.equals("ca.crt") ? 0 : 2, read.authorities().size());
    assertEquals(0, read.authorities().stream().filter(Authority::canIssue).count());
  }

  @Test
  void aCertificateOfAnotherKeyIsNamedAndLeftOut() {
    theirs.put("tls.key", String.valueOf(ours.get("tls.key")));

    Holdings read = text.read(ours, theirs, problems::add);

    assertEquals(
        List.of("Secret theirs: tls.crt with tls.key holds a certificate that is of another key"),
        problems);
    assertEquals(null, read.dataPlane());
  }

  @Test
  void aTimeThatIsNoneIsNamedAndLeftOut() {
    theirs.put("ca.since", "yesterday");

    assertEquals(null, text.read(ours, theirs, problems::add).trustedSince());
    assertEquals(
        List.of("Secret theirs: ca.since holds no time like 2026-01-31T12:00:00Z"), problems);
  }

  @Test
  void whatIsMissingFromASecretIsNamed() {
    ours.remove("tls.crt");

    assertEquals(null, text.read(ours, theirs, problems::add).operator());
    assertEquals(List.of("Secret ours: tls.crt is missing"), problems);
  }

  @Test
  void nothingTellsAKeyByMistake() {
    var stored = new Stored("1", ours);
    String told = two + " " + stored;

    for (String value : ours.values()) {
      assertFalse(told.contains(value.lines().skip(1).findFirst().orElseThrow()), told);
    }
  }
}
