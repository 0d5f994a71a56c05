/**
 * What a route's status says.
 *
 * <p>In: a verdict, what the fleet's pods acknowledged, the status before and the time. Out: the
 * status to write, equal to the one before where nothing changed. Pure: it reads no clock and
 * writes nothing.
 */
@NullMarked
package dev.gatehouse.operator.status;

import org.jspecify.annotations.NullMarked;
