/**
 * What the CRD's schema says and fabric8's annotations can't: merge keys of lists, values of plain
 * strings and numbers, parts that aren't judged.
 *
 * <p>In: nothing. Out: annotations that the generator of the CRD reads; they mean nothing at run
 * time.
 */
@NullMarked
package dev.gatehouse.crds.schema;

import org.jspecify.annotations.NullMarked;
