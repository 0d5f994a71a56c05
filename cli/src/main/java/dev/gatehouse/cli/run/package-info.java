/**
 * A whole gateway in one process, fed from a folder.
 *
 * <p>In: a folder, again after each change. Out: the operator's translation of it, pushed over
 * loopback to a data plane in the same process, and lines that say what became of each change.
 */
@NullMarked
package dev.gatehouse.cli.run;

import org.jspecify.annotations.NullMarked;
