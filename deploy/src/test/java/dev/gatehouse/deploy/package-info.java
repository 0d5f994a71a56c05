/** Starts what the images are copied from, as their containers do. */
@NullMarked
package dev.gatehouse.deploy;

import org.jspecify.annotations.NullMarked;
