/**
 * Snapshots to pods.
 *
 * <p>In: each fleet's content as it changes, and the pods there are. Out: one push in flight to
 * each pod, and what the pods answered. It knows neither routes nor Kubernetes, and no pod waits
 * for another.
 */
@NullMarked
package dev.gatehouse.operator.publish;

import org.jspecify.annotations.NullMarked;
