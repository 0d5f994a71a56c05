package dev.gatehouse.cli.cluster;

import java.io.IOException;

/** No operator can be asked; the message says why, and what to do. */
public final class Unreachable extends IOException {
  private static final long serialVersionUID = 1L;

  Unreachable(String message) {
    super(message);
  }

  Unreachable(String message, Throwable cause) {
    super(message, cause);
  }
}
