package dev.gatehouse.crds.v1alpha1;

import org.jspecify.annotations.Nullable;

/** A condition on the path; {@code PathPrefix /} unless set. */
public record PathMatch(@Nullable Type type, @Nullable String value) {
  /** How {@code value} is read. */
  public enum Type {
    Exact,
    PathPrefix,
    Template,
    RegularExpression
  }
}
