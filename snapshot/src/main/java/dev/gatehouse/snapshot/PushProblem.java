package dev.gatehouse.snapshot;

/**
 * A pod's answer to a push that it did not take, with status 400 to 415; what it served before
 * serves on.
 *
 * @param reason stable: {@code BAD_DIGEST}, {@code MALFORMED}, {@code HASH_MISMATCH}, {@code
 *     WRONG_FLEET}, {@code UNTRUSTED} (403), {@code STALE_VERSION} (409), {@code BASE_MISMATCH}
 *     (412), {@code TOO_LARGE} (413), {@code UNSUPPORTED_FORMAT} (415)
 */
public record PushProblem(String reason, String message) {}
