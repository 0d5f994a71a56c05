/**
 * Small services for trying routes without anything else on the machine.
 *
 * <p>In: EndpointSlices annotated with {@code gatehouse.dev/demo}. Out: a server on each of their
 * loopback endpoints, which answers with what it was asked. The gateway reaches them as it reaches
 * any other upstream, and no cluster knows of them.
 */
@NullMarked
package dev.gatehouse.cli.demo;

import org.jspecify.annotations.NullMarked;
