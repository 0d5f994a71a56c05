/**
 * The cluster as translation sees it: plain records in persistent maps, so that two versions share
 * what did not change.
 *
 * <p>In: what {@code input} read from Kubernetes or from a folder. Out: an immutable {@link
 * dev.gatehouse.operator.view.ClusterView}. It holds no Kubernetes class and judges nothing.
 */
@NullMarked
package dev.gatehouse.operator.view;

import org.jspecify.annotations.NullMarked;
