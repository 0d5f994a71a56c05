/**
 * Tests of the whole: real push, real sockets, real API server.
 *
 * <p>What is here is shared by the packages below.
 */
@NullMarked
package dev.gatehouse.e2e;

import org.jspecify.annotations.NullMarked;
