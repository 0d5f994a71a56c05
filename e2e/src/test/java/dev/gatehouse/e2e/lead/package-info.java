/**
 * Several operators, one Lease on a real API server, and a real data plane.
 *
 * <p>In: what befalls operators, in this JVM and as processes of their own. Out: which of them
 * leads, and whose pushes the data plane took, and when.
 */
@NullMarked
package dev.gatehouse.e2e.lead;

import org.jspecify.annotations.NullMarked;
