/**
 * What a cluster's operator knows.
 *
 * <p>In: the user's kubeconfig. Out: the answers of the operator that leads, through a port that is
 * forwarded to its pod, so that who may do that is who may ask.
 */
@NullMarked
package dev.gatehouse.cli.cluster;

import org.jspecify.annotations.NullMarked;
