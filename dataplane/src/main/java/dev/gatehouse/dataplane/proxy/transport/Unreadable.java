package dev.gatehouse.dataplane.proxy.transport;

import dev.gatehouse.dataplane.exchange.Headers;
import dev.gatehouse.dataplane.exchange.LocalAnswer;
import dev.gatehouse.dataplane.exchange.Reason;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import org.jspecify.annotations.Nullable;

/** What is answered where a head can't even be taken apart. */
final class Unreadable {
  private Unreadable() {}

  /** The answer to what the decoder found. */
  static LocalAnswer answer(@Nullable Throwable cause) {
    int status =
        switch (cause) {
          case TooLongHttpLineException _ -> 414;
          case TooLongHttpHeaderException _ -> 431;
          case StrictRequestDecoder.UnsupportedVersion _ -> 505;
          case null, default -> 400;
        };
    return new LocalAnswer(
        Reason.BAD_REQUEST, status, new Headers(1), null, null, "The request can't be read.");
  }
}
