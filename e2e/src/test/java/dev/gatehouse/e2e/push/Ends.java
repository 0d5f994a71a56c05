package dev.gatehouse.e2e.push;

import dev.gatehouse.operator.identity.Authority;
import dev.gatehouse.operator.identity.IdentitySettings.Lifetimes;
import dev.gatehouse.operator.identity.Issuer;
import dev.gatehouse.snapshot.identity.ChannelIdentity;
import dev.gatehouse.snapshot.identity.Credential;
import dev.gatehouse.snapshot.identity.Party;
import dev.gatehouse.snapshot.identity.Pem;
import dev.gatehouse.snapshot.identity.PinnedTrust;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/** An authority and what it issues, at a time far from today's. */
final class Ends {
  static final Instant NOW = Instant.parse("2031-05-01T12:00:00Z");
  static final InstantSource CLOCK = InstantSource.fixed(NOW);

  private static final Instant BEFORE = NOW.minus(Duration.ofDays(100));

  private final Issuer issuer = new Issuer(Lifetimes.STANDARD, new SecureRandom());
  private final Authority authority = issuer.authority(BEFORE);

  Credential operator() {
    return issuer.leaf(authority, Party.OPERATOR, NOW);
  }

  Credential dataPlane() {
    return issuer.leaf(authority, Party.DATA_PLANE, NOW);
  }

  /** Those of both whose time is over. */
  Credential expired(Party party) {
    return issuer.leaf(authority, party, BEFORE);
  }

  /** What a pod mounts that presents this one, and trusts this authority. */
  Map<String, String> mounted(Credential own) {
    return Map.of(
        "tls.crt", Pem.write(own.certificate()),
        "tls.key", Pem.write(own.key()),
        "ca.crt", Pem.write(authority.certificate()));
  }

  /** The operator that goes by this one, and trusts this authority. */
  ChannelIdentity operatorGoingBy(Credential own) {
    return new ChannelIdentity(
        own, new PinnedTrust(Party.DATA_PLANE, List.of(authority.certificate()), CLOCK));
  }
}
