/**
 * A day of a real cluster: the one that KUBECONFIG names, mostly made by {@code e2e/cluster/up}.
 *
 * <p>These tests bear the tag {@code cluster}, which {@code mvn verify} leaves out; {@code
 * e2e/cluster/run} runs them.
 */
@NullMarked
package dev.gatehouse.e2e.cluster;

import org.jspecify.annotations.NullMarked;
