package dev.gatehouse.cli.run;

import dev.gatehouse.cli.demo.DemoReader;
import dev.gatehouse.cli.demo.DemoServices;
import dev.gatehouse.dataplane.admin.DataPlane;
import dev.gatehouse.dataplane.settings.DataPlaneSettings;
import dev.gatehouse.dataplane.settings.DataPlaneSettings.Listener;
import dev.gatehouse.operator.input.folder.FolderReader;
import dev.gatehouse.operator.input.folder.FolderState;
import dev.gatehouse.operator.input.folder.FolderWatch;
import dev.gatehouse.operator.input.folder.ObjectCheck;
import dev.gatehouse.operator.publish.Epochs;
import dev.gatehouse.operator.publish.Pod;
import dev.gatehouse.operator.publish.PublishListener;
import dev.gatehouse.operator.publish.PublishSettings;
import dev.gatehouse.operator.publish.Publisher;
import dev.gatehouse.snapshot.Ack;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;

/** Operator and data plane in one process, with the real push between them. */
public final class LocalGateway implements AutoCloseable {
  private static final String LOOPBACK = "127.0.0.1";

  private final Vertx vertx;
  private final DataPlane dataPlane;
  private final Publisher publisher;
  private final ExecutorService executor;
  private final FolderWatch watch;

  /**
   * What to run.
   *
   * @param gateway the fleet of routes that is served
   * @param httpPort 0 for one that is free, as {@code adminPort}
   */
  public record Options(Path folder, String gateway, int httpPort, int adminPort) {}

  private LocalGateway(
      Vertx vertx,
      DataPlane dataPlane,
      Publisher publisher,
      ExecutorService executor,
      FolderWatch watch) {
    this.vertx = vertx;
    this.dataPlane = dataPlane;
    this.publisher = publisher;
    this.executor = executor;
    this.watch = watch;
  }

  /**
   * Starts all of it; the console says when the folder's routes are served.
   *
   * @throws IOException if the folder can't be read
   */
  public static LocalGateway start(Options options, ObjectCheck check, Console console)
      throws PortInUse, IOException {
    PortInUse.check(options.httpPort(), "--http-port");
    PortInUse.check(options.adminPort(), "--admin-port");
    Vertx vertx = Vertx.vertx();
    DataPlane dataPlane = DataPlane.start(vertx, settings(options)).await();
    ExecutorService executor = Executors.newSingleThreadExecutor();
    var operator = new AtomicReference<PublishListener>();
    var publisher =
        new Publisher(
            vertx,
            PublishSettings.STANDARD,
            Epochs.ofOneProcess(InstantSource.system()),
            forwarding(operator),
            new SimpleMeterRegistry(),
            new SplittableRandom());
    var local =
        new LocalOperator(
            options.gateway(),
            (content, delta) ->
                publisher.publish(options.gateway(), content.resources(), content.hash(), delta),
            report(options, dataPlane, console),
            executor);
    operator.set(local);
    publisher.pods(Set.of(pod(options, dataPlane)));
    var demos = new DemoServices(vertx, console::say);
    var demoFiles = new DemoReader(options.folder().resolve(FolderReader.LOCAL));
    FolderWatch watch =
        FolderWatch.start(
            options.folder(),
            new FolderReader(check),
            state -> take(state, local, demos, demoFiles));
    return new LocalGateway(vertx, dataPlane, publisher, executor, watch);
  }

  public int httpPort() {
    return dataPlane.trafficPort();
  }

  public int adminPort() {
    return dataPlane.observePort();
  }

  /** Finishes the requests that run, then ends everything. */
  @Override
  public void close() {
    watch.close();
    publisher.close();
    dataPlane.drain().await();
    executor.close();
    vertx.close().await();
  }

  private static void take(
      FolderState state, LocalOperator operator, DemoServices demos, DemoReader demoFiles) {
    try {
      demos.apply(demoFiles.read()).await();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    operator.take(state);
  }

  /** On loopback, and without waiting for endpoints to spread, since there are none. */
  private static DataPlaneSettings settings(Options options) {
    DataPlaneSettings standard = DataPlaneSettings.standard();
    DataPlaneSettings here =
        standard
            .withFleet(options.gateway())
            .withListeners(
                new Listener(LOOPBACK, options.httpPort()),
                new Listener(LOOPBACK, 0),
                new Listener(LOOPBACK, options.adminPort()));
    return new DataPlaneSettings(
        here.fleet(),
        here.traffic(),
        here.push(),
        here.observe(),
        here.loops(),
        here.trustedProxies(),
        here.limits(),
        here.timeouts(),
        new DataPlaneSettings.Drain(Duration.ZERO, Duration.ofSeconds(5)),
        new DataPlaneSettings.AccessLog(DataPlaneSettings.AccessLog.Mode.OFF, 1, "", 1024));
  }

  private static LiveReport report(Options options, DataPlane dataPlane, Console console) {
    String title =
        "http://localhost:%d serves %s (metrics: http://localhost:%d/metrics)"
            .formatted(dataPlane.trafficPort(), options.folder(), dataPlane.observePort());
    return new LiveReport(console, title, dataPlane.trafficPort());
  }

  private static Pod pod(Options options, DataPlane dataPlane) {
    return new Pod(
        "local",
        options.gateway(),
        URI.create("http://" + LOOPBACK + ":" + dataPlane.pushPort()),
        true);
  }

  /** The operator needs the publisher and the publisher its listener: one has to come later. */
  private static PublishListener forwarding(AtomicReference<PublishListener> operator) {
    return new PublishListener() {
      @Override
      public void acknowledged(Pod pod, Ack ack) {
        PublishListener to = operator.get();
        if (to != null) {
          to.acknowledged(pod, ack);
        }
      }

      @Override
      public void failing(Pod pod, String reason, String message) {
        PublishListener to = operator.get();
        if (to != null) {
          to.failing(pod, reason, message);
        }
      }
    };
  }
}
