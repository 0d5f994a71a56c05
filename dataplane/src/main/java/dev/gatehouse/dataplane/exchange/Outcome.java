package dev.gatehouse.dataplane.exchange;

import dev.gatehouse.snapshot.ResourceId;
import org.jspecify.annotations.Nullable;

/**
 * How an exchange ended, for metrics and the access log.
 *
 * @param status what the client was sent, or 499 where it went away before
 * @param reason why the gateway itself answered, or ended the backend's answer; null where a
 *     backend's answer went through whole
 * @param detail for people, about the reason
 * @param rule that matched; null if none did
 * @param upstream of the last try; null if no backend was chosen
 * @param endpoint of the last try, as {@code address:port}
 * @param attempts how many endpoints were asked, 0 where none was
 * @param requestBytes of the body, as received from the client
 * @param responseBytes of the body, as written to the client
 * @param durationNanos from the request's head to the end of the answer
 * @param upstreamNanos of the last try, from its choice of an endpoint to the head of its answer;
 *     -1 where there was no answer
 */
public record Outcome(
    int status,
    @Nullable Reason reason,
    @Nullable String detail,
    @Nullable ResourceId rule,
    @Nullable ResourceId upstream,
    @Nullable String endpoint,
    int attempts,
    long requestBytes,
    long responseBytes,
    long durationNanos,
    long upstreamNanos) {}
