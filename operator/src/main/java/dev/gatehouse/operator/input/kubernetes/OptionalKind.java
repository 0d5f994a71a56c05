package dev.gatehouse.operator.input.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
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
  private static final long ABSENT_SECONDS = 30;
  private static final long FAILED_SECONDS = 1;

  private final KubernetesClient client;
  private final Class<T> type;
  private final ScheduledExecutorService scheduler;
  private final Supplier<KindInput<T>> watch;
  private volatile @Nullable String problem;
  private volatile boolean closed;
  private volatile @Nullable Future<?> next;
  private boolean known;

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
   */
  void start(Runnable synced, Consumer<KindInput<T>> appeared) {
    later(0, synced, appeared);
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

  private void later(long seconds, Runnable synced, Consumer<KindInput<T>> appeared) {
    try {
      next = scheduler.schedule(() -> look(synced, appeared), seconds, TimeUnit.SECONDS);
    } catch (RejectedExecutionException e) {
      LOG.debug("no longer looking for {}", type);
    }
  }

  private void look(Runnable synced, Consumer<KindInput<T>> appeared) {
    if (closed) {
      return;
    }
    try {
      client.resources(type).inAnyNamespace().list(new ListOptionsBuilder().withLimit(1L).build());
    } catch (KubernetesClientException e) {
      failed(e, synced, appeared);
      return;
    }
    problem = null;
    KindInput<T> input = watch.get();
    boolean late = known;
    known = true;
    input.watch().start(late ? () -> appeared.accept(input) : synced);
  }

  private void failed(
      KubernetesClientException e, Runnable synced, Consumer<KindInput<T>> appeared) {
    if (e.getCode() == 404) {
      problem = null;
      if (!known) {
        known = true;
        LOG.info("{} is not installed", HasMetadata.getKind(type));
        synced.run();
      }
      later(ABSENT_SECONDS, synced, appeared);
      return;
    }
    LOG.warn("{} can't be listed: {}", HasMetadata.getKind(type), e.toString());
    if (!known) {
      problem = HasMetadata.getKind(type) + " can't be listed: " + e.getMessage();
    }
    later(FAILED_SECONDS, synced, appeared);
  }
}
