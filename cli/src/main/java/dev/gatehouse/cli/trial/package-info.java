/**
 * What would become of a request, without sending it anywhere.
 *
 * <p>In: a folder's resources as pods would get them, and a request. Out: the verdict of the data
 * plane's own reception, matcher and filters. Nothing here reads, matches or rewrites by itself.
 */
@NullMarked
package dev.gatehouse.cli.trial;

import org.jspecify.annotations.NullMarked;
