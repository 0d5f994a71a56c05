package dev.gatehouse.operator.lead;

/**
 * How this process stands to the Lease. All times are nanoseconds of one monotonic clock, such as
 * {@link System#nanoTime}; an {@link java.time.Instant} is only ever written down.
 */
sealed interface Role permits Follower, Leader {}
