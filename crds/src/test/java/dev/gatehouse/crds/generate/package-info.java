/**
 * Generates the CRD and its reference documentation, and fails where the files that are checked in
 * are stale.
 */
@NullMarked
package dev.gatehouse.crds.generate;

import org.jspecify.annotations.NullMarked;
