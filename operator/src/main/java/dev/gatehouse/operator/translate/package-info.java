/**
 * What every fleet serves, and what became of each route.
 *
 * <p>In: a {@link dev.gatehouse.operator.view.ClusterView}, the keys that changed and a memo of the
 * translation before. Out: each fleet's resources, the deltas that lead there, and a verdict for
 * each route. Pure: no clock, no client, and the memo changes the cost of an answer, never the
 * answer.
 */
@NullMarked
package dev.gatehouse.operator.translate;

import org.jspecify.annotations.NullMarked;
