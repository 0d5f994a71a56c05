/**
 * A folder, taken through everything that is a pure function of it.
 *
 * <p>In: a folder of YAML. Out: what was read, what it translates to and what a pod makes of that.
 */
@NullMarked
package dev.gatehouse.cli.folder;

import org.jspecify.annotations.NullMarked;
