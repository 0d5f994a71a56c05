package dev.gatehouse.operator.lead;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * This process leads.
 *
 * @param kept the Lease as this process wrote it last
 * @param until when it ends, unless the Lease is renewed before: the renew deadline after the last
 *     renewal was <em>sent</em>, and so before anybody else may take the Lease
 */
record Leader(Candidate me, Stored kept, long until) implements Role {
  long epoch() {
    return kept.record().epoch();
  }

  boolean lasts(long now) {
    return now - until < 0;
  }

  /**
   * What renews the Lease.
   *
   * @param above what the epoch has to exceed from now on
   */
  LeaseRecord renewal(Instant wall, long above) {
    LeaseRecord now = kept.record();
    // A clock that stands still must not look to others like a holder that does.
    Instant renewed = wall.equals(now.renewed()) ? wall.plus(1, ChronoUnit.MICROS) : wall;
    return new LeaseRecord(
        now.holder(),
        now.process(),
        me.settings().duration(),
        now.acquired(),
        renewed,
        now.transitions(),
        now.epoch() > above ? now.epoch() : Math.addExact(above, 1));
  }

  /** The renewal was written. An answer after the deadline comes too late. */
  Role renewed(Stored written, long sent, long now) {
    return lasts(now)
        ? new Leader(me, written, sent + me.settings().renewDeadline().toNanos())
        : over().saw(written, now);
  }

  /**
   * Somebody wrote to the Lease, which says this now, or deleted it: still leads who finds there
   * what it wrote itself, with a label perhaps, or by a renewal that seemed to have failed.
   */
  @Nullable Leader found(@Nullable Stored read) {
    return read != null && me.wrote(read.record())
        ? new Leader(me, new Stored(kept.record(), read.version()), until)
        : null;
  }

  /** It no longer leads. */
  Follower over() {
    return new Follower(me, epoch(), null);
  }

  /** What sets the Lease free, so that nobody has to wait for its end. */
  LeaseRecord release(Instant wall) {
    LeaseRecord now = kept.record();
    return new LeaseRecord(
        "", "", Duration.ofSeconds(1), wall, wall, now.transitions(), now.epoch());
  }
}
