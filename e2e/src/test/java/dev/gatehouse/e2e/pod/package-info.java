/**
 * Data-plane pods as processes of their own, and what happens to them: signals, restarts, full
 * disks, bad pushes.
 *
 * <p>In: pushes and signals. Out: what clients and probes are answered meanwhile, and the exit
 * status.
 */
@NullMarked
package dev.gatehouse.e2e.pod;

import org.jspecify.annotations.NullMarked;
