package dev.gatehouse.operator.translate;

/**
 * Something a user should know of.
 *
 * @param reason of a condition, like {@code BackendNotFound}
 * @param message says what is wrong and where
 */
public record Finding(String reason, String message) {
  /** A spec that contradicts itself. */
  static final String INVALID = "Invalid";

  /** A spec that a pod could not use. */
  static final String REFUSED = "Refused";

  static final String HOSTNAME_NOT_ALLOWED = "HostnameNotAllowed";
}
