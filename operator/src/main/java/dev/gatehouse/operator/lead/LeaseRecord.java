package dev.gatehouse.operator.lead;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What stands in a Lease. The times are by its holder's clock and for people alone: nobody decides
 * by them.
 *
 * @param holder the identity of who leads; empty if nobody does
 * @param process tells the processes of one identity apart, those that were before included
 * @param duration for which others let it be; 0 where it doesn't say
 * @param acquired when its holder began to lead
 * @param renewed when it was written last
 * @param transitions how often another took it
 * @param epoch of whoever took it last; 0 before the first
 */
public record LeaseRecord(
    String holder,
    String process,
    Duration duration,
    @Nullable Instant acquired,
    @Nullable Instant renewed,
    int transitions,
    long epoch) {
  boolean isFree() {
    return holder.isEmpty();
  }
}
