/**
 * The Helm chart and what is made of it.
 *
 * <p>In: charts/gatehouse, value sets, bad values. Out: what Helm renders of them, held against
 * golden files, schemas, the pages that describe it, and the real API server.
 */
@NullMarked
package dev.gatehouse.e2e.chart;

import org.jspecify.annotations.NullMarked;
