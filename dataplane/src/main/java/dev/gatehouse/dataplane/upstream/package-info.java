/**
 * Where requests can go: the endpoints of each upstream, what is known of them, and which of them
 * takes the next request.
 *
 * <p>In: endpoint sets, as they change, and an exchange that needs an endpoint. Out: that endpoint,
 * and a connection to it. It doesn't know what speaks over a connection, so the pool is tested
 * without a network.
 */
@NullMarked
package dev.gatehouse.dataplane.upstream;

import org.jspecify.annotations.NullMarked;
