/**
 * Each kind of route, read into one neutral model.
 *
 * <p>In: the spec of a route object. Out: a {@link dev.gatehouse.operator.source.Route}, or what is
 * wrong with it. Sources look at one object only: they resolve no reference and know no other
 * route.
 */
@NullMarked
package dev.gatehouse.operator.source;

import org.jspecify.annotations.NullMarked;
