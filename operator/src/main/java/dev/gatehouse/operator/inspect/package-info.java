/**
 * What people may ask a running operator: {@code gatehouse status} and {@code gatehouse explain
 * --cluster}.
 *
 * <p>In: reports of the publisher and problems. Out: JSON, and snapshots as pods get them, on
 * loopback alone: who may forward a port to the operator's pod may read them, and nobody else.
 */
@NullMarked
package dev.gatehouse.operator.inspect;

import org.jspecify.annotations.NullMarked;
