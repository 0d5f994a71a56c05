package dev.gatehouse.snapshot;

/** What a client may change the protocol of its connection to (RFC 9110, section 7.8). */
public enum Upgrade {
  /** RFC 6455. */
  WEB_SOCKET;

  /** What a reader needs to understand of a rule that allows it. */
  public String feature() {
    return switch (this) {
      case WEB_SOCKET -> "upgrade.websocket/1";
    };
  }
}
