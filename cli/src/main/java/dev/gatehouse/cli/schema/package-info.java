/**
 * Holds an object against its CRD as the API server does: structure, defaults, CEL.
 *
 * <p>In: an object as a JSON tree. Out: what the API server would refuse it for, in its words. It
 * never reads what an object refers to.
 */
@NullMarked
package dev.gatehouse.cli.schema;

import org.jspecify.annotations.NullMarked;
