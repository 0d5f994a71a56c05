/**
 * What would become of a request, without sending it anywhere.
 *
 * <p>In: a folder's resources as pods would get them, and a request. Out: the data plane's own
 * matcher's and filters' verdict. Nothing here matches or rewrites by itself.
 */
@NullMarked
package dev.gatehouse.cli.trial;

import org.jspecify.annotations.NullMarked;
