package dev.gatehouse.cli.run;

import dev.gatehouse.operator.input.folder.FolderState;
import dev.gatehouse.operator.publish.Epochs;
import dev.gatehouse.operator.publish.Pod;
import dev.gatehouse.operator.publish.PublishListener;
import dev.gatehouse.operator.publish.PublishSettings;
import dev.gatehouse.operator.publish.Publisher;
import dev.gatehouse.operator.reconcile.Publishing;
import dev.gatehouse.operator.reconcile.RebuildLoop;
import dev.gatehouse.operator.reconcile.StatusBefore;
import dev.gatehouse.operator.source.Sources;
import dev.gatehouse.operator.translate.FleetContent;
import dev.gatehouse.operator.translate.Translator;
import dev.gatehouse.operator.view.ClusterView;
import dev.gatehouse.operator.view.ObjectKey;
import dev.gatehouse.snapshot.Ack;
import dev.gatehouse.snapshot.Delta;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The operator's own rebuild loop, fed from a folder instead of informers, with one pod, and with a
 * console in the place of statuses.
 */
final class LocalOperator implements AutoCloseable {
  private static final Duration PROGRAMMED_WITHIN = Duration.ofSeconds(10);

  private final ScheduledExecutorService executor =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("rebuild").daemon().factory());
  private final Served served = new Served();
  private final LiveReport report;
  private final String gateway;
  private final Publisher publisher;
  private final RebuildLoop loop;
  private FolderState folder = FolderState.EMPTY;

  private LocalOperator(Vertx vertx, String gateway, LiveReport report) {
    this.report = report;
    this.gateway = gateway;
    publisher =
        new Publisher(
            vertx,
            PublishSettings.STANDARD,
            Epochs.ofOneProcess(InstantSource.system()),
            new Answers(),
            new SimpleMeterRegistry(),
            new SplittableRandom());
    loop =
        new RebuildLoop(
            ClusterView.Settings.LAPTOP,
            new Translator(Sources.standard()),
            new Noted(Publishing.to(publisher)),
            StatusBefore.NONE,
            this::changed,
            executor,
            InstantSource.system(),
            PROGRAMMED_WITHIN);
  }

  /** Starts one for the pod whose push listener is there; it publishes from the first folder on. */
  static LocalOperator start(
      Vertx vertx, String gateway, String host, int pushPort, LiveReport report) {
    var operator = new LocalOperator(vertx, gateway, report);
    URI push = URI.create("http://" + host + ":" + pushPort);
    operator.loop.lead();
    operator.publisher.lead();
    operator.loop.pods(Set.of(new Pod("local", gateway, push, true)));
    var _ = operator.executor.scheduleWithFixedDelay(operator.loop::tick, 1, 1, TimeUnit.SECONDS);
    return operator;
  }

  /** The folder holds this now. One call at a time. */
  void take(FolderState now) {
    report.folder(now);
    loop.changed(now.since(folder));
    folder = now;
    executor.execute(this::look);
  }

  @Override
  public void close() {
    publisher.close();
    executor.shutdownNow();
  }

  private void changed(Set<ObjectKey> routes) {
    report.changed(routes);
    executor.execute(this::look);
  }

  private void look() {
    report.look(served, loop::standing);
  }

  /** Notes what is on its way to the pod. On the loop's thread, as everything that it tells. */
  private final class Noted implements Publishing {
    private final Publishing to;

    private Noted(Publishing to) {
      this.to = to;
    }

    @Override
    public void pods(Set<Pod> all) {
      to.pods(all);
    }

    @Override
    public long publish(String fleet, FleetContent content, Delta delta) {
      long sequence = to.publish(fleet, content, delta);
      if (fleet.equals(gateway)) {
        served.published(sequence, content);
      }
      return sequence;
    }

    @Override
    public void forget(String fleet) {
      to.forget(fleet);
    }
  }

  /** Of the pod, which is told of no sooner than {@link #start}. */
  private final class Answers implements PublishListener {
    @Override
    public void acknowledged(Pod pod, Ack ack) {
      // The loop comes first: what it publishes because of a refusal is on its way by the look.
      loop.acknowledged(pod, ack);
      executor.execute(
          () -> {
            served.acknowledged(ack);
            look();
          });
    }

    @Override
    public void failing(Pod pod, String reason, String message) {
      executor.execute(() -> report.failing(reason, message));
    }
  }
}
