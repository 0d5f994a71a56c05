/**
 * Which rule takes a request.
 *
 * <p>In: compiled rules, and a request's normalised head. Out: the one rule of highest precedence
 * that matches, and on demand why all the others don't. Nothing here changes once built, waits, or
 * looks at a clock.
 */
@NullMarked
package dev.gatehouse.dataplane.route;

import org.jspecify.annotations.NullMarked;
