package dev.gatehouse.operator.reconcile;

import dev.gatehouse.operator.identity.IdentityKeeping;
import dev.gatehouse.operator.identity.IdentitySettings;
import dev.gatehouse.operator.input.Changes;
import dev.gatehouse.operator.input.kubernetes.KubernetesInput;
import dev.gatehouse.operator.input.kubernetes.PodInput;
import dev.gatehouse.operator.inspect.InspectListener;
import dev.gatehouse.operator.inspect.Inspected;
import dev.gatehouse.operator.inspect.OperatorReport;
import dev.gatehouse.operator.lead.Elector;
import dev.gatehouse.operator.publish.Pod;
import dev.gatehouse.operator.publish.PublishListener;
import dev.gatehouse.operator.publish.Publisher;
import dev.gatehouse.operator.source.Sources;
import dev.gatehouse.operator.translate.Translator;
import dev.gatehouse.operator.view.ObjectKey;
import dev.gatehouse.snapshot.Ack;
import dev.gatehouse.snapshot.Push;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The operator, assembled: informers → rebuild loop → publisher, and statuses beside it. It starts
 * also where no API server answers, and does its work from when one does. Of several only the one
 * that leads pushes and writes; the others know and translate the same, to go on at once.
 */
public final class GatehouseOperator implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(GatehouseOperator.class);

  private final Vertx vertx;
  private final ScheduledExecutorService loopThread;
  private final ScheduledExecutorService helpers;
  private final Leadership leadership;
  private final Publisher publisher;
  private final RebuildLoop loop;
  private final KubernetesInput input;
  private final PodInput pods;
  private final StatusWriting statuses;
  private final @Nullable IdentityKeeping identities;
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final OperatorSettings settings;
  private final AtomicBoolean stands = new AtomicBoolean();
  private volatile int healthPort;
  private volatile int inspectPort;

  private GatehouseOperator(KubernetesClient client, OperatorSettings settings) {
    this.settings = settings;
    InstantSource clock = InstantSource.system();
    vertx = Vertx.vertx();
    loopThread =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("rebuild").daemon().factory());
    helpers =
        Executors.newScheduledThreadPool(
            4, Thread.ofPlatform().name("operator-", 0).daemon().factory());
    leadership = new Leadership(client, settings, registry, new Turns());
    publisher =
        new Publisher(
            vertx, settings.publish(), leadership, new Answers(), registry, new SplittableRandom());
    var announcer = new EventAnnouncer(client, settings.lease().identity(), clock);
    var reconciler = new GatewayRouteReconciler(this::toWrite, announcer, clock);
    input = new KubernetesInput(client, helpers, this::changed);
    loop =
        new RebuildLoop(
            settings.view(),
            new Translator(Sources.standard()),
            Publishing.to(publisher),
            route -> StatusBefore.Told.by(input.status(route)),
            reconciler,
            loopThread,
            clock,
            settings.programmedWithin());
    pods =
        new PodInput(
            client, settings.namespace(), settings.scheme(), settings.ports().push(), loop::pods);
    statuses = new StatusWriting(client, reconciler, helpers);
    identities =
        settings.identities() == null ? null : identities(client, settings.identities(), clock);
  }

  private IdentityKeeping identities(
      KubernetesClient client, IdentitySettings by, InstantSource clock) {
    return new IdentityKeeping(
        by,
        new KubernetesSecrets(client, settings.namespace()),
        leadership::areHeld,
        publisher::identity,
        clock,
        helpers,
        registry);
  }

  private void begin() {
    healthPort = listen();
    inspectPort = listenForPeople();
    var _ = loopThread.scheduleWithFixedDelay(loop::tick, 1, 1, TimeUnit.SECONDS);
    if (settings.pods().isEmpty()) {
      pods.start(helpers);
    } else {
      loop.pods(settings.pods());
    }
    if (identities != null) {
      identities.start();
    }
    leadership.start();
    input.start();
  }

  private int listen() {
    int port = settings.ports().health();
    var health = new Health(this::problems, leadership::areHeld, registry);
    return portOf("health port " + port, health.listen(vertx, port));
  }

  private int listenForPeople() {
    int port = settings.ports().inspect();
    return portOf("inspect port " + port, InspectListener.listen(vertx, port, new Known()));
  }

  private static int portOf(String name, Future<HttpServer> listening) {
    try {
      return listening.toCompletionStage().toCompletableFuture().join().actualPort();
    } catch (CompletionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new IllegalStateException("can't listen on " + name + ": " + cause.getMessage(), e);
    }
  }

  /**
   * Starts one; returns before the cluster has been read.
   *
   * @param client best made by {@link dev.gatehouse.operator.input.kubernetes.OperatorClient}; the
   *     caller closes it, after the operator
   * @throws IllegalStateException if it can't listen on one of its ports; nothing is left running
   */
  public static GatehouseOperator start(KubernetesClient client, OperatorSettings settings) {
    var operator = new GatehouseOperator(client, settings);
    try {
      operator.begin();
      return operator;
    } catch (RuntimeException e) {
      operator.close();
      throw e;
    }
  }

  /** Where {@code /livez}, {@code /readyz} and {@code /metrics} are. */
  public int healthPort() {
    return healthPort;
  }

  /** Where people ask, on loopback. */
  public int inspectPort() {
    return inspectPort;
  }

  /** What keeps it from doing its work; empty if nothing does. */
  public List<String> problems() {
    var problems = new ArrayList<>(input.problems());
    Stream.of(
            settings.pods().isEmpty() ? pods.problem() : null,
            statuses.problem(),
            leadership.problem(),
            identities == null ? null : identities.problem())
        .filter(Objects::nonNull)
        .forEach(problems::add);
    if (problems.isEmpty() && !loop.hasTranslated()) {
      problems.add("nothing has been translated yet");
    }
    return problems;
  }

  /**
   * Stops within seconds, also where the API server doesn't answer; what the pods serve stays as it
   * is. Nothing is pushed from its first moment on, and once nothing is written any more, another
   * may lead.
   */
  @Override
  public void close() {
    publisher.close();
    statuses.close();
    if (identities != null) {
      identities.close();
    }
    leadership.close();
    pods.close();
    input.close();
    helpers.shutdownNow();
    loopThread.shutdown();
    try {
      vertx.close().toCompletionStage().toCompletableFuture().get(5, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn("What still ran is cut", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  // What these tell the loop, or ask of it, they do once all is assembled and begins.

  /**
   * Who doesn't know the whole cluster yet has nothing to push, and must not keep others from it.
   */
  private void changed(Changes changes) {
    loop.changed(changes);
    if (stands.compareAndSet(false, true)) {
      loopThread.execute(leadership::stand);
      // It lists all routes once more, which is not to hold up the first translation's listing.
      statuses.start();
    }
  }

  /** The clock may know already that this process no longer leads, and the loop not yet. */
  private @Nullable Standing toWrite(ObjectKey route) {
    return leadership.areHeld() ? loop.standing(route) : null;
  }

  private final class Turns implements Elector.Listener {
    @Override
    public void leads() {
      loop.lead();
      publisher.lead();
    }

    @Override
    public void follows() {
      publisher.follow();
      loop.follow();
    }
  }

  private final class Known implements Inspected {
    @Override
    public Future<OperatorReport> report() {
      return publisher
          .report()
          .map(fleets -> new OperatorReport(leadership.areHeld(), problems(), fleets));
    }

    @Override
    public Future<Optional<Push>> snapshot(String fleet) {
      return publisher.snapshot(fleet);
    }
  }

  private final class Answers implements PublishListener {
    @Override
    public void acknowledged(Pod pod, Ack ack) {
      loop.acknowledged(pod, ack);
    }

    @Override
    public void failing(Pod pod, String reason, String message) {
      loop.failing(pod, reason, message);
    }
  }
}
