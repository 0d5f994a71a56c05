/**
 * What {@code e2e/bench/cluster} runs: the operator as a process of its own, with the real API
 * server before it and up to a hundred data-plane pods behind it.
 *
 * <p>In: how many of everything. Out: samples as lines of JSON, of which the script makes tables;
 * what is under way is said on standard error.
 */
@NullMarked
package dev.gatehouse.e2e.bench.cluster;

import org.jspecify.annotations.NullMarked;
