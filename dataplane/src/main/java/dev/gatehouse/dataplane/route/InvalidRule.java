package dev.gatehouse.dataplane.route;

/** Something in a rule can't be compiled; the message says what, for whoever wrote it. */
public final class InvalidRule extends Exception {
  private static final long serialVersionUID = 1L;

  public InvalidRule(String message) {
    super(message);
  }
}
