/** The script {@code gatehouse}: what it does on machines that lack something. */
@NullMarked
package dev.gatehouse.e2e.launcher;

import org.jspecify.annotations.NullMarked;
