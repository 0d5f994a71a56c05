/**
 * What keeps fleets and statuses up with the cluster.
 *
 * <p>In: changes of objects, pods and what pods acknowledge. Out: contents to publish, and statuses
 * applied to the objects. One loop decides, on one thread; reconcilers only write what it decided,
 * and nothing waits for them.
 */
@NullMarked
package dev.gatehouse.operator.reconcile;

import org.jspecify.annotations.NullMarked;
