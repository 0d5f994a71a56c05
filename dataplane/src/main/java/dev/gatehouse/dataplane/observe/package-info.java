/**
 * What people and machines may know of a running pod: metrics, access log, probes, its
 * configuration.
 *
 * <p>In: what the proxy tells its {@link dev.gatehouse.dataplane.exchange.Observer}. Out: the
 * observe listener and log lines. It never holds up an event loop, and decides nothing about a
 * request.
 */
@NullMarked
package dev.gatehouse.dataplane.observe;

import org.jspecify.annotations.NullMarked;
