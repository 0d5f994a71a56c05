package dev.gatehouse.operator.identity;

import dev.gatehouse.operator.identity.IdentitySettings.Lifetimes;
import dev.gatehouse.snapshot.identity.Credential;
import dev.gatehouse.snapshot.identity.Party;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Says what the Secrets should hold next. No step breaks a connection between ends of which one has
 * seen it and the other has not: a new authority is first only trusted, issues once that has
 * spread, and the old one leaves when what it issued has been replaced everywhere.
 *
 * <p>Depends on nothing but its input, the new keys aside; where nothing is due it returns what is
 * held.
 */
final class Rotation {
  /** Of a life, after which a successor is made: time enough to notice that none could be. */
  private static final double USED = 2.0 / 3;

  /**
   * What comes next.
   *
   * @param done what was changed and why, a sentence each; empty where nothing was
   */
  record Next(Holdings holdings, List<String> done) {}

  private final Lifetimes lifetimes;
  private final Issuer issuer;

  Rotation(Lifetimes lifetimes, Issuer issuer) {
    this.lifetimes = lifetimes;
    this.issuer = issuer;
  }

  Next next(Holdings held, Instant now) {
    var done = new ArrayList<String>();
    List<Authority> authorities = authorities(held, now, done);
    List<X509Certificate> trusted = authorities.stream().map(Authority::certificate).toList();
    if (!held.trusted().equals(trusted)) {
      done.add("pods are given " + authorities + " to trust");
    }
    Instant since = trustedSince(held, trusted, now);
    boolean spread = hasSpread(since, now);
    var leaves = new Leaves(authorities, spread, now, done);
    return new Next(
        new Holdings(
            authorities,
            leaves.current(Party.OPERATOR, held.operator()),
            trusted,
            since,
            leaves.current(Party.DATA_PLANE, held.dataPlane())),
        done);
  }

  private List<Authority> authorities(Holdings held, Instant now, List<String> done) {
    var authorities = new ArrayList<Authority>();
    for (Authority authority : held.authorities()) {
      if (isAuthority(authority.certificate()) && isValid(authority.certificate(), now)) {
        authorities.add(authority);
      } else {
        done.add(authority + " leaves: it is not valid");
      }
    }
    Authority newest = authorities.isEmpty() ? null : authorities.getLast();
    if (newest == null || !newest.canIssue() || isDue(newest.certificate(), now)) {
      Authority added = issuer.authority(now);
      authorities.add(added);
      done.add(added + " is made, valid until " + added.certificate().getNotAfter().toInstant());
    } else if (authorities.size() > 1 && isEverywhere(newest, held, now)) {
      done.add(authorities.getFirst() + " leaves: nothing that it issued is in use");
      return List.of(newest);
    }
    return authorities;
  }

  /** Whether both ends have presented what this one issued for long enough. */
  private boolean isEverywhere(Authority authority, Holdings held, Instant now) {
    return Stream.of(held.operator(), held.dataPlane())
        .allMatch(
            leaf ->
                leaf != null
                    && authority.issued(leaf)
                    && hasSpread(issuer.issuedAt(leaf.certificate()), now));
  }

  /** Begins anew with each authority that the pods were not given before. */
  private static Instant trustedSince(Holdings held, List<X509Certificate> trusted, Instant now) {
    Instant since = held.trustedSince();
    boolean known = new HashSet<>(held.trusted()).containsAll(trusted);
    return known && since != null && !since.isAfter(now) ? since : now;
  }

  private boolean hasSpread(Instant since, Instant now) {
    return !now.isBefore(since.plus(lifetimes.propagation()));
  }

  private static boolean isAuthority(X509Certificate certificate) {
    return certificate.getBasicConstraints() >= 0;
  }

  private static boolean isValid(X509Certificate certificate, Instant now) {
    return !now.isBefore(certificate.getNotBefore().toInstant())
        && now.isBefore(certificate.getNotAfter().toInstant());
  }

  private boolean isDue(X509Certificate certificate, Instant now) {
    Instant issued = issuer.issuedAt(certificate);
    Duration life = Duration.between(issued, certificate.getNotAfter().toInstant());
    return !now.isBefore(issued.plusSeconds((long) (life.toSeconds() * USED)));
  }

  /** Keeps certificates that are good, and replaces the others. */
  private final class Leaves {
    private final List<Authority> authorities;
    private final boolean spread;
    private final Instant now;
    private final List<String> done;

    /**
     * @param spread whether every pod trusts the newest authority
     */
    Leaves(List<Authority> authorities, boolean spread, Instant now, List<String> done) {
      this.authorities = authorities;
      this.spread = spread;
      this.now = now;
      this.done = done;
    }

    Credential current(Party party, @Nullable Credential held) {
      String fault = fault(party, held);
      if (fault == null) {
        return Objects.requireNonNull(held);
      }
      Credential made = issuer.leaf(issuing(), party, now);
      done.add(
          "certificate of "
              + party.dnsName()
              + " is made, since the one before "
              + fault
              + "; valid until "
              + made.certificate().getNotAfter().toInstant());
      return made;
    }

    /** Why it can't stay, or null. */
    private @Nullable String fault(Party party, @Nullable Credential held) {
      if (held == null) {
        return "is missing";
      }
      if (authorities.stream().noneMatch(authority -> authority.issued(held))) {
        return "is of a foreign authority";
      }
      if (!party.isNamedBy(held.certificate())) {
        return "is not for that name";
      }
      if (!isValid(held.certificate(), now)) {
        return "is not valid";
      }
      if (isDue(held.certificate(), now)) {
        return "ends soon";
      }
      return spread && !authorities.getLast().issued(held) ? "is of the old authority" : null;
    }

    /** The newest that every pod trusts. */
    private Authority issuing() {
      return spread
          ? authorities.getLast()
          : authorities.stream().filter(Authority::canIssue).findFirst().orElseThrow();
    }
  }
}
