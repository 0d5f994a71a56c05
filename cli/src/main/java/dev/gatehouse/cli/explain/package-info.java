/**
 * Why one request takes the way it takes.
 *
 * <p>In: what the data plane's matcher says when asked with tracing on. Out: the same for people,
 * or as JSON.
 */
@NullMarked
package dev.gatehouse.cli.explain;

import org.jspecify.annotations.NullMarked;
