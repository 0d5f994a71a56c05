/**
 * HTTP/1.1 on sockets, by Vert.x and Netty: the only place that sees either's HTTP.
 *
 * <p>In: connections of clients. Out: requests for {@link dev.gatehouse.dataplane.proxy}, and the
 * connections to backends that it asks for. It decides nothing about a request that could be read.
 */
@NullMarked
package dev.gatehouse.dataplane.proxy.transport;

import org.jspecify.annotations.NullMarked;
