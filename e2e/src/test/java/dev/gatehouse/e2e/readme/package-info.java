/**
 * What the README promises, held against real processes.
 *
 * <p>In: the README's own text. Out: nothing, if each command prints what stands below it.
 */
@NullMarked
package dev.gatehouse.e2e.readme;

import org.jspecify.annotations.NullMarked;
