/**
 * A request on its way through the gateway, as everything but the transport sees it.
 *
 * <p>In: what a transport read. Out: what a transport writes. Nothing here knows Vert.x's HTTP or
 * Netty, so the transport can be exchanged, and an in-memory one can run the tests of whatever
 * stands on this package.
 */
@NullMarked
package dev.gatehouse.dataplane.exchange;

import org.jspecify.annotations.NullMarked;
