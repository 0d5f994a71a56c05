/**
 * What a rule does to a request and its answer, one file a filter.
 *
 * <p>In: a rule's filters as the snapshot writes them. Out: compiled ones in the order in which
 * they run, and the chain that runs them. A filter never waits on a thread, knows no transport, and
 * puts nothing of a request into a header or path that could change its meaning.
 */
@NullMarked
package dev.gatehouse.dataplane.filter;

import org.jspecify.annotations.NullMarked;
