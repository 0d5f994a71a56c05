package dev.gatehouse.dataplane.proxy.transport;

import dev.gatehouse.dataplane.exchange.Headers;
import dev.gatehouse.dataplane.exchange.LocalAnswer;
import dev.gatehouse.dataplane.exchange.Reason;

/** What is answered where a head can't even be taken apart. */
final class Unreadable {
  private Unreadable() {}

  /** The answer to what the decoder found. */
  static LocalAnswer answer(HeadFault fault) {
    return new LocalAnswer(
        Reason.BAD_REQUEST,
        fault.status(),
        new Headers(1),
        null,
        null,
        "The request can't be read: " + fault.getMessage() + ".");
  }
}
