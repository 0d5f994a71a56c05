/** A whole gateway, fed from folders good and bad. */
@NullMarked
package dev.gatehouse.cli.run;

import org.jspecify.annotations.NullMarked;
