package dev.gatehouse.operator.lead;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Another process leads, or nobody.
 *
 * @param highest the highest epoch that this process knows of
 * @param sighting the Lease as it was read last; null if there was none
 */
record Follower(Candidate me, long highest, @Nullable Sighting sighting) implements Role {

  /**
   * A Lease that was read.
   *
   * @param since when this process first saw it say what it says now
   */
  record Sighting(Stored stored, long since) {
    LeaseRecord says() {
      return stored.record();
    }
  }

  /** One that has yet to read the Lease. */
  static Follower of(Candidate me) {
    return new Follower(me, 0, null);
  }

  /**
   * The Lease was read: {@code read} is null if there is none. Only a change of what it says counts
   * as a sign of life, not that somebody put a label on it.
   */
  Follower saw(@Nullable Stored read, long now) {
    if (read == null) {
      return new Follower(me, highest, null);
    }
    boolean unchanged = sighting != null && sighting.says().equals(read.record());
    long since = sighting != null && unchanged ? sighting.since : now;
    return new Follower(me, Math.max(highest, read.record().epoch()), new Sighting(read, since));
  }

  /**
   * Until the Lease may be taken, in nanoseconds; 0 or less if that is now. Its holder has its
   * whole time from when this process saw a change, whatever the times in the Lease say.
   */
  long remaining(long now) {
    if (sighting == null) {
      return 0;
    }
    LeaseRecord says = sighting.says();
    if (says.isFree() || me.wrote(says)) {
      return 0;
    }
    Duration duration = says.duration().isZero() ? me.settings().duration() : says.duration();
    return duration.toNanos() - (now - sighting.since);
  }

  /** What has to be written over {@link #over} to lead. */
  LeaseRecord bid(Instant wall) {
    LeaseRecord before = sighting == null ? null : sighting.says();
    String identity = me.settings().identity();
    boolean another = before != null && !before.holder().equals(identity);
    return new LeaseRecord(
        identity,
        me.process(),
        me.settings().duration(),
        wall,
        wall,
        (before == null ? 0 : before.transitions()) + (another ? 1 : 0),
        Math.addExact(highest, 1));
  }

  /** What was read last. */
  @Nullable Stored over() {
    return sighting == null ? null : sighting.stored;
  }

  /**
   * The bid was written. It counts from when it was sent; one that took too long is taken for
   * another's, and made anew.
   */
  Role took(Stored written, long sent, long now) {
    var leader = new Leader(me, written, sent + me.settings().renewDeadline().toNanos());
    return leader.lasts(now) ? leader : saw(written, now);
  }
}
