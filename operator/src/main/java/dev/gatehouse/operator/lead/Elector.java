package dev.gatehouse.operator.lead;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands for leadership and says when this process leads. The rules are those of client-go, except
 * that losing ends nothing: it stands again.
 */
public final class Elector implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Elector.class);
  private static final Duration CLOSED_WITHIN = Duration.ofSeconds(2);

  private final LeaseStore store;
  private final LeaseSettings settings;
  private final Clocks clocks;
  private final Later calls;
  private final Later alarms;
  private final Listener listener;
  private volatile Role role;
  private volatile @Nullable String problem = "the Lease has yet to be read";
  private boolean failing;
  private volatile boolean stands;
  private volatile boolean closed;

  /** Is told in turns, and may not block. */
  public interface Listener {
    void leads();

    void follows();
  }

  /**
   * What differs from run to run.
   *
   * @param nanos a monotonic clock, by which everything is decided
   * @param wall what is written into the Lease for people
   */
  public record Clocks(LongSupplier nanos, InstantSource wall, RandomGenerator random) {}

  /**
   * An elector that begins with {@link #start}.
   *
   * @param process unlike that of any other process, also of one with the same identity
   * @param calls runs what waits for the API server
   * @param alarms runs what must not wait for that
   */
  public Elector(
      LeaseStore store,
      LeaseSettings settings,
      String process,
      Clocks clocks,
      Later calls,
      Later alarms,
      Listener listener) {
    this.store = store;
    this.settings = settings;
    this.clocks = clocks;
    this.calls = calls;
    this.alarms = alarms;
    this.listener = listener;
    this.role = Follower.of(new Candidate(settings, process));
  }

  /** Watches the Lease from now on, since what was not seen can't be seen to be old. */
  public void start() {
    calls.run(Duration.ZERO, this::turn);
  }

  /** Takes the Lease from now on, whenever it comes free. */
  public void stand() {
    stands = true;
    calls.run(Duration.ZERO, this::attempt);
  }

  /** Whether this process leads at this very moment: by the clock, whether it was told or not. */
  public boolean isLeading() {
    return epoch() > 0;
  }

  /** That of this process's lead; 0 while it doesn't lead. */
  public long epoch() {
    return role instanceof Leader leader && leader.lasts(now()) ? leader.epoch() : 0;
  }

  /** Why it can't stand for leadership; null if it can, or leads. */
  public @Nullable String problem() {
    return isLeading() ? null : problem;
  }

  /**
   * An epoch of this process's lead that is higher than {@code above}; written into the Lease if it
   * is not there yet. Fails where this process doesn't lead.
   */
  public CompletionStage<Long> claim(long above) {
    long epoch = epoch();
    if (epoch > above) {
      return CompletableFuture.completedStage(epoch);
    }
    var claimed = new CompletableFuture<Long>();
    calls.run(
        Duration.ZERO,
        () -> {
          try {
            claimed.complete(claimNow(above));
          } catch (RuntimeException e) {
            claimed.completeExceptionally(e);
          }
        });
    return claimed;
  }

  /**
   * Leads no longer and, if it did or was just about to, sets the Lease free; where the API server
   * doesn't answer, that is given up after two seconds.
   */
  @Override
  public void close() {
    Role last = leave();
    var done = new CompletableFuture<@Nullable Void>();
    calls.run(
        Duration.ZERO,
        () -> {
          if (last instanceof Leader leader) {
            release(leader);
          }
          done.complete(null);
        });
    try {
      done.get(CLOSED_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      LOG.warn("The API server doesn't answer; if the Lease is held, others wait for its end");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized Role leave() {
    Role last = role;
    if (last instanceof Leader leader) {
      become(leader.over(), "it stops");
    }
    closed = true;
    return last;
  }

  private void turn() {
    attempt();
    if (!closed) {
      calls.run(pause(), this::turn);
    }
  }

  private void attempt() {
    if (closed) {
      return;
    }
    expire();
    try {
      switch (role) {
        case Leader leader -> renew(leader, 0);
        case Follower follower -> follow(follower.saw(store.read(), now()));
      }
      failing = false;
      problem = null;
    } catch (RuntimeException | Error e) {
      failed(e);
    }
  }

  /** A Lease that comes free before the next attempt is tried for when it does. */
  private Duration pause() {
    Duration pause = settings.pause(clocks.random.nextDouble());
    long remaining = role instanceof Follower follower ? follower.remaining(now()) : 0;
    return remaining > 0 && remaining < pause.toNanos() ? Duration.ofNanos(remaining) : pause;
  }

  private void follow(Follower follower) {
    Stored seen = follower.over();
    become(
        follower, seen == null ? "the Lease is gone" : "it is held by " + seen.record().holder());
    if (!stands || follower.remaining(now()) > 0) {
      return;
    }
    long sent = now();
    Stored written = store.write(follower.bid(wall()), follower.over());
    if (written == null) {
      return;
    }
    Role next = follower.took(written, sent, now());
    become(next, "");
    if (closed && next instanceof Leader leader) {
      release(leader);
    }
  }

  private void renew(Leader leader, long above) {
    if (wrote(leader, above)) {
      return;
    }
    Stored read = store.read();
    Leader found = leader.found(read);
    if (found == null) {
      follow(leader.over().saw(read, now()));
    } else {
      var _ = wrote(found, above);
    }
  }

  private boolean wrote(Leader leader, long above) {
    long sent = now();
    Stored written = store.write(leader.renewal(wall(), above), leader.kept());
    if (written != null) {
      become(leader.renewed(written, sent, now()), "the renewal was answered too late");
    }
    return written != null;
  }

  private long claimNow(long above) {
    expire();
    if (role instanceof Leader leader && leader.epoch() <= above) {
      renew(leader, above);
    }
    long epoch = epoch();
    if (epoch <= above) {
      throw new IllegalStateException("this process doesn't lead");
    }
    return epoch;
  }

  private void release(Leader leader) {
    try {
      if (store.write(leader.release(wall()), leader.kept()) == null) {
        Leader found = leader.found(store.read());
        if (found != null) {
          var _ = store.write(found.release(wall()), found.kept());
        }
      }
    } catch (RuntimeException e) {
      LOG.warn("The Lease was not set free, and others wait for its end: {}", e.toString());
    }
  }

  private synchronized void expire() {
    if (role instanceof Leader leader && !leader.lasts(now())) {
      become(leader.over(), "the Lease was not renewed in time");
    }
  }

  private synchronized void become(Role next, String otherwise) {
    if (closed) {
      return;
    }
    Role before = role;
    role = next;
    switch (next) {
      case Leader leader -> {
        alarms.run(Duration.ofNanos(leader.until() - now()), this::expire);
        if (before instanceof Follower) {
          LOG.info("{} leads, in epoch {}", settings.identity(), leader.epoch());
          listener.leads();
        }
      }
      case Follower _ -> {
        if (before instanceof Leader) {
          LOG.info("{} no longer leads: {}", settings.identity(), otherwise);
          listener.follows();
        }
      }
    }
  }

  private void failed(Throwable e) {
    problem = "can't stand for leadership: " + e.getMessage();
    if (!failing) {
      LOG.warn("The Lease can't be read or written, and is tried again: {}", e.toString());
      failing = true;
    }
  }

  private long now() {
    return clocks.nanos.getAsLong();
  }

  /** A Lease's times are in microseconds. */
  private Instant wall() {
    return clocks.wall.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
