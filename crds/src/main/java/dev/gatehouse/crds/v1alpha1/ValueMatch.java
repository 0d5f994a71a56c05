package dev.gatehouse.crds.v1alpha1;

import org.jspecify.annotations.Nullable;

/** A condition on a header, a query parameter or a cookie. */
public record ValueMatch(@Nullable Type type, String name, String value) {
  /** How {@code value} is read; {@code Exact} unless set. */
  public enum Type {
    Exact,
    RegularExpression
  }
}
