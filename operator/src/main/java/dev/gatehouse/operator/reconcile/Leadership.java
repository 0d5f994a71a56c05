package dev.gatehouse.operator.reconcile;

import dev.gatehouse.operator.lead.Elector;
import dev.gatehouse.operator.lead.KubernetesLease;
import dev.gatehouse.operator.lead.Later;
import dev.gatehouse.operator.publish.Epochs;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.InstantSource;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Whether this operator leads, by the cluster's Lease, and the epochs that the Lease keeps. */
final class Leadership implements Epochs, AutoCloseable {
  private final ScheduledExecutorService calls = thread("election-calls");
  private final ScheduledExecutorService alarms = thread("election-alarms");
  private final Elector elector;

  Leadership(
      KubernetesClient client,
      OperatorSettings settings,
      MeterRegistry registry,
      Elector.Listener listener) {
    var metrics = new LeaderMetrics(registry);
    elector =
        new Elector(
            new KubernetesLease(client, settings.namespace(), settings.lease()),
            settings.lease(),
            UUID.randomUUID().toString(),
            new Elector.Clocks(System::nanoTime, InstantSource.system(), new SplittableRandom()),
            on(calls),
            on(alarms),
            metrics.counting(listener));
    metrics.show(elector::epoch);
  }

  /** Watches, and doesn't lead before {@link #stand}. */
  void start() {
    elector.start();
  }

  /** Leads from now on whenever nobody does. */
  void stand() {
    elector.stand();
  }

  @Override
  public Future<Long> claim(long highestSeen) {
    return Future.fromCompletionStage(elector.claim(highestSeen));
  }

  @Override
  public boolean areHeld() {
    return elector.isLeading();
  }

  /** Why this process can't stand for leadership; null if it can. */
  @Nullable String problem() {
    return elector.problem();
  }

  /** Sets the Lease free if this process has it, within seconds or not at all. */
  @Override
  public void close() {
    elector.close();
    calls.shutdownNow();
    alarms.shutdownNow();
  }

  private static ScheduledExecutorService thread(String name) {
    return Executors.newSingleThreadScheduledExecutor(
        Thread.ofPlatform().name(name).daemon().factory());
  }

  private static Later on(ScheduledExecutorService executor) {
    return (Duration in, Runnable task) -> {
      try {
        var _ = executor.schedule(task, Math.max(0, in.toNanos()), TimeUnit.NANOSECONDS);
      } catch (RejectedExecutionException e) {
        // It is closing, and has nothing more to do.
        if (!executor.isShutdown()) {
          throw e;
        }
      }
    };
  }
}
