package dev.gatehouse.snapshot.identity;

import org.jspecify.annotations.Nullable;

/** A certificate or key that can't be used; the message says why, and never holds a key. */
public final class BadIdentity extends Exception {
  private static final long serialVersionUID = 1L;

  public BadIdentity(String message) {
    this(message, null);
  }

  public BadIdentity(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
