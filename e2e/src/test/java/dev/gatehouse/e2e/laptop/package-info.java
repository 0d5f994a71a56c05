/** Folders as {@code gatehouse run} serves them: real sockets, all ports free ones. */
@NullMarked
package dev.gatehouse.e2e.laptop;

import org.jspecify.annotations.NullMarked;
