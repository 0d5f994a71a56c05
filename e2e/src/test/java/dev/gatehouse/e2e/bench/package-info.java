/**
 * What e2e/bench runs: no tests, and no figures that a build could fail on.
 *
 * <p>In: a cluster that is made up. Out: samples as lines of JSON, of which the scripts make tables
 * (docs/performance.md tells the method).
 */
@NullMarked
package dev.gatehouse.e2e.bench;

import org.jspecify.annotations.NullMarked;
