/** The real publisher against real pods, over sockets on loopback. */
@NullMarked
package dev.gatehouse.e2e.push;

import org.jspecify.annotations.NullMarked;
