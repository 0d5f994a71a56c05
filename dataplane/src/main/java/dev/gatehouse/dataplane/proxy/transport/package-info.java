/**
 * HTTP on sockets. Vert.x makes the connections and runs their event loops; what is said on them is
 * read and written by handlers of Netty's pipelines, which are seen nowhere else.
 *
 * <p>In: connections of clients. Out: requests for {@link dev.gatehouse.dataplane.proxy}, and the
 * connections to backends that it asks for. It decides nothing about a request that could be read.
 */
@NullMarked
package dev.gatehouse.dataplane.proxy.transport;

import org.jspecify.annotations.NullMarked;
