/**
 * From a snapshot's resources to what serves requests.
 *
 * <p>In: encoded resources, and what was compiled before. Out: a route table, the upstreams and
 * endpoints, and a rejection for each resource that can't be used, in place of which requests are
 * refused rather than let through. A pure function: no clock, no framework, nothing is applied.
 */
@NullMarked
package dev.gatehouse.dataplane.compile;

import org.jspecify.annotations.NullMarked;
