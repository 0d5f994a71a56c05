package dev.gatehouse.operator.reconcile;

import dev.gatehouse.operator.input.kubernetes.SlimStore;
import dev.gatehouse.operator.input.kubernetes.WatchedRoute;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.OperatorException;
import io.javaoperatorsdk.operator.processing.event.rate.LinearRateLimiter;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * java-operator-sdk, set up so that it only ever writes statuses: it elects no leader, adds no
 * finalizer and never ends the process. Where it can't start, or gives up its watch, it is tried
 * again, and nothing else waits for it.
 */
final class StatusWriting implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StatusWriting.class);
  private static final long RETRY_SECONDS = 2;

  /** Between watches that end by themselves; each begins with a list of all routes. */
  private static final long LONGEST_PAUSE_SECONDS = 64;

  private static final Duration STOPPING = Duration.ofSeconds(3);

  /** Of one route's status; of what comes meanwhile only the newest counts. */
  private static final LinearRateLimiter RATE = new LinearRateLimiter(Duration.ofSeconds(1), 4);

  private final KubernetesClient client;
  private final GatewayRouteReconciler reconciler;
  private final ScheduledExecutorService scheduler;
  private @Nullable Operator running;
  private Watch watch = new Watch();
  private long pauseSeconds = RETRY_SECONDS;
  private @Nullable Future<?> next;
  private boolean closed;
  private volatile @Nullable String problem = "statuses are not written yet";

  StatusWriting(
      KubernetesClient client,
      GatewayRouteReconciler reconciler,
      ScheduledExecutorService scheduler) {
    this.client = client;
    this.reconciler = reconciler;
    this.scheduler = scheduler;
  }

  void start() {
    later(0);
  }

  /** Why statuses are not written; null if they are. */
  @Nullable String problem() {
    String idle = problem;
    String refusal = reconciler.refusal();
    return idle == null && refusal != null ? "statuses can't be written: " + refusal : idle;
  }

  /** Doesn't wait for a start that is under way, nor long for what is being written. */
  @Override
  public void close() {
    Operator stopping;
    synchronized (this) {
      closed = true;
      if (next != null) {
        next.cancel(true);
      }
      stopping = running;
    }
    if (stopping != null) {
      stop(stopping);
    }
  }

  private static void stop(Operator operator) {
    Thread stopping = Thread.ofPlatform().name("statuses-stop").daemon().start(operator::stop);
    try {
      if (!stopping.join(STOPPING)) {
        LOG.warn("Statuses that were being written are cut");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void later(long seconds) {
    if (closed) {
      return;
    }
    try {
      next = scheduler.schedule(this::attempt, seconds, TimeUnit.SECONDS);
    } catch (RejectedExecutionException e) {
      LOG.debug("statuses are no longer written");
    }
  }

  /** The framework's start blocks until the API server answers: nobody may wait for it. */
  private void attempt() {
    if (!stopRunning()) {
      return;
    }
    Watch begun = begin();
    Operator operator = operator(begun);
    try {
      operator.start();
      if (!takeOn(operator, begun)) {
        operator.stop();
      }
    } catch (OperatorException e) {
      LOG.warn("Statuses can't be written yet: {}", e.toString());
      problem = "statuses can't be written: " + e.getMessage();
      operator.stop();
      later(RETRY_SECONDS);
    }
  }

  /** Says whether another is to be begun. */
  private boolean stopRunning() {
    Operator blind;
    synchronized (this) {
      blind = running;
    }
    if (blind != null) {
      stop(blind);
    }
    synchronized (this) {
      running = null;
      return !closed;
    }
  }

  private synchronized Watch begin() {
    watch = new Watch();
    return watch;
  }

  private synchronized boolean takeOn(Operator started, Watch begun) {
    if (closed) {
      return false;
    }
    running = started;
    if (begun.ended) {
      watchAgain();
    } else {
      problem = null;
    }
    return true;
  }

  /** By what the framework can't read, and then it gives up; null where it was told to stop. */
  private synchronized void watchEnded(Watch which, @Nullable Throwable failure) {
    if (failure == null || !which.equals(watch) || which.ended) {
      return;
    }
    which.ended = true;
    problem = "statuses are not written, routes are no longer watched: " + failure.getMessage();
    LOG.warn("Routes are no longer watched for their statuses: {}", failure.toString());
    if (System.nanoTime() - which.since > TimeUnit.SECONDS.toNanos(LONGEST_PAUSE_SECONDS)) {
      pauseSeconds = RETRY_SECONDS;
    }
    if (running != null) {
      watchAgain();
    }
  }

  private void watchAgain() {
    later(pauseSeconds);
    pauseSeconds = Math.min(2 * pauseSeconds, LONGEST_PAUSE_SECONDS);
  }

  private Operator operator(Watch begun) {
    var operator =
        new Operator(
            overrider ->
                overrider
                    .withKubernetesClient(client)
                    .withCloseClientOnStop(false)
                    .withStopOnInformerErrorDuringStartup(false)
                    .withInformerStoppedHandler((_, failure) -> watchEnded(begun, failure))
                    .withUseSSAToPatchPrimaryResource(true));
    operator.register(
        reconciler,
        configuration ->
            configuration
                .withRateLimiter(RATE)
                // One that took another's name may have its generation, and others may write, too.
                .withGenerationAware(false)
                // Statuses are judged by generation and status: specs live in the view.
                .withItemStore(
                    new SlimStore<WatchedRoute>(Set.of(), route -> route.setSpec(null))));
    return operator;
  }

  /** That of one operator. */
  private static final class Watch {
    private final long since = System.nanoTime();
    private boolean ended;
  }
}
