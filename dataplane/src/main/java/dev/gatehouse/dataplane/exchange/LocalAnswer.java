package dev.gatehouse.dataplane.exchange;

import org.jspecify.annotations.Nullable;

/**
 * An answer that the gateway gives by itself.
 *
 * @param status 200 to 599
 * @param headers fields beside those that every local answer gets (content-length, proxy-status,
 *     ...)
 * @param contentType null for {@code application/problem+json} made from the reason, or for an
 *     empty body where nothing went wrong
 * @param detail for people, in the problem body and the access log; never repeats what an attacker
 *     sent unescaped
 */
public record LocalAnswer(
    Reason reason,
    int status,
    Headers headers,
    @Nullable String contentType,
    @Nullable String body,
    @Nullable String detail) {

  /** The reason's own status and sentence. */
  public static LocalAnswer of(Reason reason) {
    return of(reason, null);
  }

  public static LocalAnswer of(Reason reason, @Nullable String detail) {
    return new LocalAnswer(reason, reason.status(), new Headers(1), null, null, detail);
  }
}
