package dev.gatehouse.operator.identity;

import dev.gatehouse.snapshot.identity.ChannelIdentity;
import dev.gatehouse.snapshot.identity.Credential;
import dev.gatehouse.snapshot.identity.Party;
import dev.gatehouse.snapshot.identity.PinnedTrust;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the Secrets of the push channel now and then, does what is due, and tells under which
 * identity to push.
 */
public final class IdentityKeeping implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(IdentityKeeping.class);
  private static final Duration RETRY = Duration.ofSeconds(2);

  /** What was told last. */
  private record Told(Credential own, List<X509Certificate> authorities) {}

  private final Duration checkEvery;
  private final Upkeep upkeep;
  private final BooleanSupplier mayWrite;
  private final Consumer<ChannelIdentity> listener;
  private final InstantSource clock;
  private final ScheduledExecutorService scheduler;
  private final IdentityMetrics metrics;
  private final Object checking = new Object();
  private @Nullable Told told;
  private @Nullable Future<?> next;
  private boolean closed;
  private volatile @Nullable String problem = "the push channel's Secrets have yet to be read";

  /**
   * One that begins with {@link #start}.
   *
   * @param mayWrite whether this process is the one that renews; others take what it wrote
   * @param listener is told an identity whenever it changes
   * @param scheduler may be blocked for as long as the store takes
   */
  public IdentityKeeping(
      IdentitySettings settings,
      SecretStore store,
      BooleanSupplier mayWrite,
      Consumer<ChannelIdentity> listener,
      InstantSource clock,
      ScheduledExecutorService scheduler,
      MeterRegistry registry) {
    this.checkEvery = settings.checkEvery();
    var issuer = new Issuer(settings.lifetimes(), new SecureRandom());
    this.upkeep = new Upkeep(settings, store, new Rotation(settings.lifetimes(), issuer), clock);
    this.mayWrite = mayWrite;
    this.listener = listener;
    this.clock = clock;
    this.scheduler = scheduler;
    this.metrics = new IdentityMetrics(registry);
  }

  public void start() {
    later(Duration.ZERO);
  }

  /** Why there is no identity, or why it can't be kept; null if all is well. */
  public @Nullable String problem() {
    return problem;
  }

  /** Does at once what else it does in its own time. Blocks. */
  public void check() {
    synchronized (checking) {
      try {
        Holdings held = mayWrite.getAsBoolean() ? upkeep.write() : upkeep.read();
        metrics.held(held);
        problem = tell(held) ? null : "no operator has made the push channel's certificates yet";
      } catch (IOException e) {
        fail(String.valueOf(e.getMessage()));
      } catch (RuntimeException e) {
        LOG.error("The push channel's certificates can't be kept", e);
        fail(e.toString());
      }
    }
  }

  /** Doesn't wait for a check that is under way. */
  @Override
  public synchronized void close() {
    closed = true;
    if (next != null) {
      next.cancel(true);
    }
  }

  private void fail(String why) {
    metrics.failed();
    if (!why.equals(problem)) {
      LOG.warn("The push channel's certificates can't be kept: {}", why);
    }
    problem = why;
  }

  /** Whether there is an identity to tell. */
  private boolean tell(Holdings held) {
    Credential own = held.operator();
    if (own == null || held.authorities().isEmpty()) {
      return false;
    }
    var now = new Told(own, held.certificates());
    if (!now.equals(told)) {
      told = now;
      listener.accept(
          new ChannelIdentity(own, new PinnedTrust(Party.DATA_PLANE, now.authorities(), clock)));
    }
    return true;
  }

  private synchronized void later(Duration delay) {
    if (closed) {
      return;
    }
    try {
      next = scheduler.schedule(this::checkAgain, delay.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      LOG.debug("The push channel's certificates are no longer kept");
    }
  }

  private void checkAgain() {
    try {
      check();
    } finally {
      later(problem == null || checkEvery.compareTo(RETRY) < 0 ? checkEvery : RETRY);
    }
  }
}
