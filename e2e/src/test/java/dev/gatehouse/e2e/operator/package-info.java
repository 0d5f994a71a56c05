/**
 * The operator on a real API server, with a real data plane and real backends, in one JVM.
 *
 * <p>In: what a user applies. Out: what a client is answered, and what a status says.
 */
@NullMarked
package dev.gatehouse.e2e.operator;

import org.jspecify.annotations.NullMarked;
