/**
 * The certificates of the push channel: made, kept in two Secrets and renewed in time; see
 * docs/push-protocol.md.
 *
 * <p>In: what the Secrets hold, and the time. Out: what they should hold next, written only over
 * what was read, and the identity to push under. It never logs a key, and knows neither Kubernetes
 * nor Vert.x.
 */
@NullMarked
package dev.gatehouse.operator.identity;

import org.jspecify.annotations.NullMarked;
