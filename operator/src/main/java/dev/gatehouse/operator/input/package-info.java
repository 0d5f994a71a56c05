/**
 * Kubernetes objects, reduced to what translation looks at.
 *
 * <p>In: objects from the API server ({@code input.kubernetes}) or from files ({@code
 * input.folder}). Out: {@link dev.gatehouse.operator.view.ClusterObject}s and what changed among
 * them. Nothing here judges whether an object makes sense.
 */
@NullMarked
package dev.gatehouse.operator.input;

import org.jspecify.annotations.NullMarked;
