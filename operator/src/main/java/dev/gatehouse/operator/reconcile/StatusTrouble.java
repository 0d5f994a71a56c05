package dev.gatehouse.operator.reconcile;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * That the API server doesn't take statuses: all, or that of one route, which is then no matter of
 * the others. While it lasts none of them is written, so that 10,000 routes ask as little of an API
 * server in trouble as one does, and once the rest is over they come spread over as long again.
 * There is no end to it: what the API server didn't take nothing else would write.
 */
final class StatusTrouble {
  private static final Logger LOG = LoggerFactory.getLogger(StatusTrouble.class);

  /** After the first failure; doubles with each that comes after a rest. */
  static final Duration FIRST = Duration.ofSeconds(1);

  static final Duration LONGEST = Duration.ofSeconds(10);

  private final String what;
  private final LongSupplier clock;
  private @Nullable Rest last;

  /**
   * When nothing is written.
   *
   * @param until in the clock's nanoseconds
   * @param refused whether the same will be refused again
   */
  private record Rest(long until, Duration length, String reason, boolean refused) {
    boolean isOver(long now) {
      return now - until >= 0;
    }

    /** Whoever waited for its end has tried by then. */
    boolean isLongOver(long now) {
      return now - until >= 2 * length.toNanos();
    }
  }

  /**
   * None yet.
   *
   * @param what is not taken, with its verb
   * @param clock in nanoseconds, which nobody sets
   */
  StatusTrouble(String what, LongSupplier clock) {
    this.what = what;
    this.clock = clock;
  }

  /** For how long a status is to be left unwritten, each time a bit different; zero for not. */
  synchronized Duration rest() {
    long now = clock.getAsLong();
    if (last == null || last.isOver(now)) {
      return Duration.ZERO;
    }
    long spread = ThreadLocalRandom.current().nextLong(last.length.toNanos());
    return Duration.ofNanos(last.until - now + spread);
  }

  /**
   * A status was not taken.
   *
   * @param refused whether it will not be, as long as nobody changes something
   */
  synchronized void failed(String reason, boolean refused) {
    long now = clock.getAsLong();
    if (last != null && !last.isOver(now)) {
      return; // It was under way with the one that began the rest.
    }
    Duration length = last == null || last.isLongOver(now) ? FIRST : longer(last.length);
    if (last == null || !last.length.equals(LONGEST) || !last.reason.equals(reason)) {
      LOG.warn("{} not taken, and tried again in {} s: {}", what, length.toSeconds(), reason);
    }
    last = new Rest(now + length.toNanos(), length, reason, refused);
  }

  /** Why statuses are refused; null if they are not, or nobody knows. */
  synchronized @Nullable String refusal() {
    return last == null || !last.refused || last.isLongOver(clock.getAsLong()) ? null : last.reason;
  }

  private static Duration longer(Duration length) {
    Duration doubled = length.multipliedBy(2);
    return doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
  }
}
