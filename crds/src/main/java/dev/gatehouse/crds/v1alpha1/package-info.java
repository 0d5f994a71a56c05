/**
 * The resources of API group {@code gatehouse.dev}, version {@code v1alpha1}, as Java types; the
 * CRD YAML is generated from them.
 *
 * <p>In: nothing. Out: types that the operator reads and writes, and {@code
 * gatewayroutes.gatehouse.dev-v1.yml}. They hold what a user wrote and never decide what it means.
 */
@NullMarked
package dev.gatehouse.crds.v1alpha1;

import org.jspecify.annotations.NullMarked;
