/**
 * A cluster as its API server tells of it.
 *
 * <p>In: a Kubernetes client. Out: first everything that there is, once all kinds have been listed,
 * and then what changes. It keeps of an object only what is asked for, never ends because the API
 * server is away, and writes nothing.
 */
@NullMarked
package dev.gatehouse.operator.input.kubernetes;

import org.jspecify.annotations.NullMarked;
