/**
 * How a snapshot comes alive on a pod, and the pod itself.
 *
 * <p>In: pushes over HTTP. Out: one atomic swap of what is served, and the acknowledgement. It
 * never decodes or compiles on an event loop, and never serves half a snapshot.
 */
@NullMarked
package dev.gatehouse.dataplane.admin;

import org.jspecify.annotations.NullMarked;
