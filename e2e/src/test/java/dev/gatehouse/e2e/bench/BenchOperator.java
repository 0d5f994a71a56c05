package dev.gatehouse.e2e.bench;

import dev.gatehouse.operator.input.Changes;
import dev.gatehouse.operator.publish.Epochs;
import dev.gatehouse.operator.publish.Pod;
import dev.gatehouse.operator.publish.PublishListener;
import dev.gatehouse.operator.publish.PublishSettings;
import dev.gatehouse.operator.publish.Publisher;
import dev.gatehouse.operator.reconcile.Publishing;
import dev.gatehouse.operator.reconcile.RebuildLoop;
import dev.gatehouse.operator.reconcile.StatusBefore;
import dev.gatehouse.operator.source.Sources;
import dev.gatehouse.operator.translate.Translator;
import dev.gatehouse.operator.view.ClusterView;
import dev.gatehouse.snapshot.Ack;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.io.Closeable;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The operator's own rebuild loop and publisher, with one pod and without an API server. */
final class BenchOperator implements Closeable {
  /**
   * For a whole snapshot, by code that never ran before, on a machine that has other things to do.
   */
  private static final long PATIENCE_SECONDS = 120;

  private final ExecutorService executor =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().name("rebuild").daemon().factory());
  private final Vertx vertx = Vertx.vertx();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final BlockingQueue<Ack> acknowledged = new LinkedBlockingQueue<>();
  private final Publisher publisher;
  private final RebuildLoop loop;
  private long changes;

  BenchOperator(int pushPort) {
    var wires = new Wires();
    publisher =
        new Publisher(
            vertx,
            PublishSettings.STANDARD,
            Epochs.ofOneProcess(InstantSource.system()),
            wires,
            registry,
            new SplittableRandom());
    loop =
        new RebuildLoop(
            ClusterView.Settings.LAPTOP,
            new Translator(Sources.standard()),
            Publishing.to(publisher),
            StatusBefore.NONE,
            _ -> {},
            executor,
            InstantSource.system(),
            Duration.ofSeconds(10));
    wires.loop = loop;
    loop.lead();
    publisher.lead();
    URI push = URI.create("http://127.0.0.1:" + pushPort);
    loop.pods(Set.of(new Pod("pod", "default", push, true)));
  }

  /** One call is one version, if it is awaited before the next. */
  void change(Changes now) {
    changes++;
    loop.changed(now);
  }

  /** Until the pod has said that the last change is live. */
  void awaitLive() throws InterruptedException {
    while (true) {
      Ack ack = acknowledged.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (ack == null || !ack.rejected().isEmpty()) {
        throw new IllegalStateException("change " + changes + " is not live: " + ack);
      }
      if (ack.version() != null && ack.version().sequence() >= changes) {
        return;
      }
    }
  }

  /** Until the operator has also noted that, and has nothing left to do. */
  void awaitRest() throws InterruptedException, ExecutionException {
    awaitLive();
    executor.submit(() -> {}).get();
  }

  /** All bytes of pushes so far, as they travelled, without the heads of HTTP. */
  double pushedBytes() {
    DistributionSummary bytes = registry.find("gatehouse.operator.push.bytes").summary();
    return bytes == null ? 0 : bytes.totalAmount();
  }

  @Override
  public void close() {
    publisher.close();
    executor.shutdownNow();
    vertx.close().await();
  }

  /** The publisher tells the loop, and the loop the publisher: one of them has to come first. */
  private final class Wires implements PublishListener {
    private volatile @Nullable RebuildLoop loop;

    @Override
    public void acknowledged(Pod pod, Ack ack) {
      Objects.requireNonNull(loop).acknowledged(pod, ack);
      acknowledged.add(ack);
    }

    @Override
    public void failing(Pod pod, String reason, String message) {
      Objects.requireNonNull(loop).failing(pod, reason, message);
    }
  }
}
