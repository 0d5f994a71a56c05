/**
 * The definitions of Gatehouse's resources.
 *
 * <p>In: the Java types of each version, from which the tests of this module generate the YAML.
 * Out: that YAML, for those who install it or hold objects against it.
 */
@NullMarked
package dev.gatehouse.crds;

import org.jspecify.annotations.NullMarked;
