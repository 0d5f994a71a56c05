/**
 * What happens to a request between its head and the end of its answer.
 *
 * <p>In: a request as a transport read it, and the route table of that moment. Out: the same
 * request on a connection to an endpoint, and the answer back. It never sees the transport, so an
 * in-memory one runs its tests, and it never blocks.
 */
@NullMarked
package dev.gatehouse.dataplane.proxy;

import org.jspecify.annotations.NullMarked;
