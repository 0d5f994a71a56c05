/**
 * Holding a folder against everything that can be known without a cluster.
 *
 * <p>In: a folder. Out: findings, each with its file, its line and what to change. It starts
 * nothing and opens no port.
 */
@NullMarked
package dev.gatehouse.cli.check;

import org.jspecify.annotations.NullMarked;
