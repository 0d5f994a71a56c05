/**
 * Which of several operators leads.
 *
 * <p>In: what stands in a Lease, and a clock that only ever goes forward. Out: that this process
 * leads from now on, and that it no longer does. {@link dev.gatehouse.operator.lead.Follower} and
 * {@link dev.gatehouse.operator.lead.Leader} decide and know no clock, no thread and no API server;
 * {@link dev.gatehouse.operator.lead.Elector} drives them. It never ends the process.
 */
@NullMarked
package dev.gatehouse.operator.lead;

import org.jspecify.annotations.NullMarked;
