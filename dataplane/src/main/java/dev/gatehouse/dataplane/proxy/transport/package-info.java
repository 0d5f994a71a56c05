/**
 * HTTP on sockets, the only place that sees Vert.x's or Netty's: HTTP/1.1 by both of them, HTTP/2
 * by Netty alone.
 *
 * <p>In: connections of clients. Out: requests for {@link dev.gatehouse.dataplane.proxy}, and the
 * connections to backends that it asks for. It decides nothing about a request that could be read.
 */
@NullMarked
package dev.gatehouse.dataplane.proxy.transport;

import org.jspecify.annotations.NullMarked;
