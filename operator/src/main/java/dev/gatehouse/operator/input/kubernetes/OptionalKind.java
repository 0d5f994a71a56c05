package dev.gatehouse.operator.input.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A kind that need not be installed. Where it is not there is nothing of it, which is no problem;
 * it is looked for again, and watched from then on. Any other failure than its absence is one.
 */
final class OptionalKind<T extends HasMetadata> implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OptionalKind.class);
  private static final long ABSENT_SECONDS = 10;
  private static final long FAILED_SECONDS = 1;

  private final KubernetesClient client;
  private final Class<T> type;
  private final ScheduledExecutorService scheduler;
  private final Supplier<KindInput<T>> watch;
  private volatile @Nullable String problem;
  private volatile boolean closed;
  private volatile @Nullable Future<?> next;
  private final AtomicBoolean known = new AtomicBoolean();
  private volatile boolean reportedAbsent;

  private record Listener<T extends HasMetadata>(
      Runnable synced, Consumer<KindInput<T>> appeared, Consumer<KindInput<T>> vanished) {}

  OptionalKind(
      KubernetesClient client,
      Class<T> type,
      ScheduledExecutorService scheduler,
      Supplier<KindInput<T>> watch) {
    this.client = client;
    this.type = type;
    this.scheduler = scheduler;
    this.watch = watch;
    this.problem = HasMetadata.getKind(type) + " has yet to be looked for";
  }

  /**
   * Begins to look.
   *
   * @param synced called once: when it is absent, or when it has been listed
   * @param appeared called when it has been listed after it was absent
   * @param vanished called when it is no longer installed, and so nothing of it is left
   */
  void start(Runnable synced, Consumer<KindInput<T>> appeared, Consumer<KindInput<T>> vanished) {
    var listener = new Listener<T>(synced, appeared, vanished);
    later(0, () -> look(listener));
  }

  @Nullable String problem() {
    return problem;
  }

  @Override
  public void close() {
    closed = true;
    Future<?> planned = next;
    if (planned != null) {
      planned.cancel(false);
    }
  }

  private void later(long seconds, Runnable task) {
    try {
      next = scheduler.schedule(task, seconds, TimeUnit.SECONDS);
    } catch (RejectedExecutionException e) {
      LOG.debug("no longer looking for {}", type);
    }
  }

  private void look(Listener<T> listener) {
    if (closed) {
      return;
    }
    try {
      list();
    } catch (RuntimeException e) {
      // Whatever it is, this has to go on, or nothing would ever be published.
      failed(e, listener);
      return;
    }
    problem = null;
    reportedAbsent = false;
    KindInput<T> input = watch.get();
    input
        .watch()
        .start(
            () -> {
              if (known.compareAndSet(false, true)) {
                listener.synced().run();
              } else {
                listener.appeared().accept(input);
              }
            });
    later(ABSENT_SECONDS, () -> check(input, listener));
  }

  private void list() {
    client.resources(type).inAnyNamespace().list(new ListOptionsBuilder().withLimit(1L).build());
  }

  /** A watch that is resumed is not told that its kind is gone, and so this asks. */
  private void check(KindInput<T> input, Listener<T> listener) {
    if (closed) {
      return;
    }
    try {
      list();
    } catch (RuntimeException e) {
      if (ApiFailure.isAbsence(e)) {
        input.watch().close();
        listener.vanished().accept(input);
        absent(listener);
        return;
      }
      LOG.debug("whether {} is still installed is not known", type, e);
    }
    later(ABSENT_SECONDS, () -> check(input, listener));
  }

  private void absent(Listener<T> listener) {
    problem = null;
    if (!reportedAbsent) {
      reportedAbsent = true;
      LOG.info("{} is not installed", HasMetadata.getKind(type));
    }
    if (known.compareAndSet(false, true)) {
      listener.synced().run();
    }
    later(ABSENT_SECONDS, () -> look(listener));
  }

  private void failed(RuntimeException e, Listener<T> listener) {
    if (ApiFailure.isAbsence(e)) {
      absent(listener);
      return;
    }
    LOG.warn("{} can't be listed: {}", HasMetadata.getKind(type), e.toString());
    if (!known.get()) {
      problem = HasMetadata.getKind(type) + " can't be listed: " + ApiFailure.reason(e);
    }
    later(FAILED_SECONDS, () -> look(listener));
  }
}
