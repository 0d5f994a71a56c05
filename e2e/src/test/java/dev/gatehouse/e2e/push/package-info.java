/**
 * The real publisher against real pods, over sockets on loopback; and what stands between the two.
 */
@NullMarked
package dev.gatehouse.e2e.push;

import org.jspecify.annotations.NullMarked;
