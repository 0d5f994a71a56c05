/**
 * Who the two ends of the push channel are, and how each knows the other; see
 * docs/push-protocol.md.
 *
 * <p>In: certificates and keys as PEM. Out: what TLS needs to present the own certificate and to
 * take nobody but the other end for it. It issues nothing, opens no file and no socket, and reads
 * no clock but the one it is given.
 */
@NullMarked
package dev.gatehouse.snapshot.identity;

import org.jspecify.annotations.NullMarked;
