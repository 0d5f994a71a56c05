package dev.gatehouse.operator.reconcile;

import dev.gatehouse.crds.v1alpha1.GatewayRouteStatus;
import dev.gatehouse.operator.input.kubernetes.KubernetesInput;
import dev.gatehouse.operator.input.kubernetes.PodInput;
import dev.gatehouse.operator.publish.Pod;
import dev.gatehouse.operator.publish.PublishListener;
import dev.gatehouse.operator.publish.Publisher;
import dev.gatehouse.operator.source.Sources;
import dev.gatehouse.operator.translate.Translator;
import dev.gatehouse.operator.view.ObjectKey;
import dev.gatehouse.snapshot.Ack;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The operator, assembled: informers → rebuild loop → publisher, and statuses beside it. It starts
 * also where no API server answers, and does its work from when one does.
 */
public final class GatehouseOperator implements AutoCloseable {
  private static final String LEASE = "gatehouse";

  private final Vertx vertx;
  private final ScheduledExecutorService loopThread;
  private final ScheduledExecutorService helpers;
  private final Publisher publisher;
  private final RebuildLoop loop;
  private final KubernetesInput input;
  private final PodInput pods;
  private final StatusWriting statuses;
  private final HttpServer health;
  private final ScheduledFuture<?> ticking;

  private GatehouseOperator(KubernetesClient client, OperatorSettings settings) {
    InstantSource clock = InstantSource.system();
    var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    vertx = Vertx.vertx();
    loopThread =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("rebuild").daemon().factory());
    helpers =
        Executors.newScheduledThreadPool(
            2, Thread.ofPlatform().name("operator-", 0).daemon().factory());
    var wires = new Wires();
    publisher =
        new Publisher(
            vertx,
            settings.publish(),
            new LeaseEpochs(vertx, client, settings.namespace(), LEASE),
            wires,
            registry,
            new SplittableRandom());
    var reconciler = new GatewayRouteReconciler(wires::standing, clock);
    input = new KubernetesInput(client, helpers, changes -> wires.loop().changed(changes));
    loop =
        new RebuildLoop(
            settings.view(),
            new Translator(Sources.standard()),
            Publishing.to(publisher),
            route -> told(input.status(route)),
            reconciler,
            loopThread,
            clock,
            settings.programmedWithin());
    wires.loop = loop;
    pods = new PodInput(client, settings.namespace(), settings.pushPort(), loop::pods);
    statuses = new StatusWriting(client, reconciler, helpers);
    ticking = loopThread.scheduleWithFixedDelay(loop::tick, 1, 1, TimeUnit.SECONDS);
    health =
        new Health(this::problems, registry)
            .listen(vertx, settings.healthPort())
            .toCompletionStage()
            .toCompletableFuture()
            .join();
    if (settings.pods().isEmpty()) {
      pods.start();
    } else {
      loop.pods(settings.pods());
    }
    input.start();
    statuses.start();
  }

  /**
   * Starts one; returns before the cluster has been read.
   *
   * @param client best made by {@link dev.gatehouse.operator.input.kubernetes.OperatorClient}; the
   *     caller closes it, after the operator
   */
  public static GatehouseOperator start(KubernetesClient client, OperatorSettings settings) {
    return new GatehouseOperator(client, settings);
  }

  /** Where {@code /livez}, {@code /readyz} and {@code /metrics} are. */
  public int healthPort() {
    return health.actualPort();
  }

  /** What keeps it from doing its work; empty if nothing does. */
  public List<String> problems() {
    var problems = new ArrayList<>(input.problems());
    if (problems.isEmpty() && !loop.hasTranslated()) {
      problems.add("nothing has been translated yet");
    }
    return problems;
  }

  /** Stops; what the pods serve stays as it is. */
  @Override
  public void close() {
    ticking.cancel(false);
    statuses.close();
    pods.close();
    input.close();
    publisher.close();
    helpers.shutdown();
    loopThread.shutdown();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  private static StatusBefore.Told told(@Nullable GatewayRouteStatus status) {
    return status == null
        ? new StatusBefore.Told(0, 0)
        : new StatusBefore.Told(
            Objects.requireNonNullElse(status.observedGeneration(), 0L),
            Objects.requireNonNullElse(status.liveGeneration(), 0L));
  }

  /** The publisher tells the loop, and the loop the publisher: one of them has to come first. */
  private static final class Wires implements PublishListener {
    private volatile @Nullable RebuildLoop loop;

    RebuildLoop loop() {
      return Objects.requireNonNull(loop);
    }

    @Nullable Standing standing(ObjectKey route) {
      return loop().standing(route);
    }

    @Override
    public void acknowledged(Pod pod, Ack ack) {
      loop().acknowledged(pod, ack);
    }

    @Override
    public void failing(Pod pod, String reason, String message) {
      loop().failing(pod, reason, message);
    }
  }
}
