/**
 * The contract between operator and data plane.
 *
 * <p>In: resources that the operator translated. Out: canonical bytes, hashes, versions and deltas,
 * and on the other side the same resources again. It never decides what a route means, and knows
 * neither Kubernetes nor Vert.x.
 */
@NullMarked
package dev.gatehouse.snapshot;

import org.jspecify.annotations.NullMarked;
