package dev.gatehouse.operator.identity;

import dev.gatehouse.snapshot.identity.Credential;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What both Secrets hold; null and empty where something is missing or can't be used.
 *
 * @param authorities the oldest first; whoever can't be read is left out
 * @param operator what the operator presents
 * @param trusted the authorities that data-plane pods are given, in the same order
 * @param trustedSince when the last of these came
 * @param dataPlane what the pods present
 */
record Holdings(
    List<Authority> authorities,
    @Nullable Credential operator,
    List<X509Certificate> trusted,
    @Nullable Instant trustedSince,
    @Nullable Credential dataPlane) {
  Holdings {
    authorities = List.copyOf(authorities);
    trusted = List.copyOf(trusted);
  }

  List<X509Certificate> certificates() {
    return authorities.stream().map(Authority::certificate).toList();
  }

  /** With what was held before in the place of what is missing, keys included. */
  Holdings mendedBy(Holdings before) {
    return new Holdings(
        authorities.isEmpty()
            ? before.authorities
            : authorities.stream().map(before::knowingKeyOf).toList(),
        operator == null ? before.operator : operator,
        trusted.isEmpty() ? before.trusted : trusted,
        trustedSince == null ? before.trustedSince : trustedSince,
        dataPlane == null ? before.dataPlane : dataPlane);
  }

  private Authority knowingKeyOf(Authority found) {
    return found.canIssue()
        ? found
        : authorities.stream()
            .filter(known -> known.certificate().equals(found.certificate()))
            .findFirst()
            .orElse(found);
  }
}
