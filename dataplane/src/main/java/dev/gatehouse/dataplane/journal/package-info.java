/**
 * The last good snapshot on disk, so that a restarted container serves although the operator is
 * gone.
 *
 * <p>In: pushes that have gone live. Out: the same pushes, after a restart. It never runs on an
 * event loop, holds up no acknowledgement, and hands out nothing that was written only in part.
 */
@NullMarked
package dev.gatehouse.dataplane.journal;

import org.jspecify.annotations.NullMarked;
