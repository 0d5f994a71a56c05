package dev.gatehouse.operator.translate;

import dev.gatehouse.operator.view.ClusterView.Refusal;

/**
 * Something a user should know of.
 *
 * @param reason of a condition, like {@code BackendNotFound}
 * @param message says what is wrong and where
 * @param path the field that it is about, like {@code spec.rules[0].backendRefs[1]}; empty for the
 *     object as a whole. Statuses don't tell it; whoever has the file finds the line by it
 */
public record Finding(String reason, String message, String path) {
  /** A spec that contradicts itself. */
  static final String INVALID = "Invalid";

  /** A spec that a pod could not use. */
  public static final String REFUSED = "Refused";

  /** A spec on which the translator itself fails. */
  static final String TRANSLATION_FAILED = "TranslationFailed";

  static final String HOSTNAME_NOT_ALLOWED = "HostnameNotAllowed";

  /** One about the object as a whole. */
  public Finding(String reason, String message) {
    this(reason, message, "");
  }

  /** What a pod could not use. */
  static Finding refused(String what, Refusal refusal, String path) {
    return new Finding(
        REFUSED,
        "a pod refuses " + what + ": " + refusal.reason() + ": " + refusal.message(),
        path);
  }

  /** A problem of a spec as sources tell it: the field, a colon, and what to change. */
  static Finding invalid(String problem) {
    int colon = problem.indexOf(": ");
    return new Finding(INVALID, problem, colon < 0 ? "" : problem.substring(0, colon));
  }
}
