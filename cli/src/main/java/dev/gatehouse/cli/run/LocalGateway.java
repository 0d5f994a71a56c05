package dev.gatehouse.cli.run;

import dev.gatehouse.cli.demo.DemoReader;
import dev.gatehouse.cli.demo.DemoServices;
import dev.gatehouse.cli.trial.Tried;
import dev.gatehouse.dataplane.admin.DataPlane;
import dev.gatehouse.dataplane.admin.ListenFailure;
import dev.gatehouse.dataplane.settings.DataPlaneSettings;
import dev.gatehouse.dataplane.settings.DataPlaneSettings.Listener;
import dev.gatehouse.operator.input.folder.FolderReader;
import dev.gatehouse.operator.input.folder.FolderState;
import dev.gatehouse.operator.input.folder.FolderWatch;
import dev.gatehouse.operator.input.folder.ObjectCheck;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

/** Operator and data plane in one process, with the real push between them. */
public final class LocalGateway implements AutoCloseable {
  private static final String LOOPBACK = "127.0.0.1";

  private final Vertx vertx;
  private final DataPlane dataPlane;
  private final LocalOperator operator;
  private final FolderWatch watch;

  /**
   * What to run.
   *
   * @param gateway the fleet of routes that is served
   * @param httpPort 0 for one that is free, as {@code adminPort}
   * @param pseudonym in {@code Via}, where each of several gateways in a row needs one of its own
   */
  public record Options(
      Path folder, String gateway, int httpPort, int adminPort, String pseudonym) {
    /** One that calls itself as {@code explain} and {@code check} suppose. */
    public Options(Path folder, String gateway, int httpPort, int adminPort) {
      this(folder, gateway, httpPort, adminPort, Tried.PSEUDONYM);
    }
  }

  private LocalGateway(
      Vertx vertx, DataPlane dataPlane, LocalOperator operator, FolderWatch watch) {
    this.vertx = vertx;
    this.dataPlane = dataPlane;
    this.operator = operator;
    this.watch = watch;
  }

  /**
   * Starts all of it; the console says when the folder's routes are served.
   *
   * @throws UnusablePort if it can't be listened there; nothing is left running then
   * @throws IOException if the folder can't be read
   */
  public static LocalGateway start(Options options, ObjectCheck check, Console console)
      throws IOException {
    Vertx vertx = Vertx.vertx();
    try {
      DataPlane dataPlane = dataPlane(vertx, options);
      var operator =
          LocalOperator.start(
              vertx,
              options.gateway(),
              LOOPBACK,
              dataPlane.pushPort(),
              report(options, dataPlane, console));
      Set<String> own =
          Set.of(
              address(dataPlane.trafficPort()),
              address(dataPlane.pushPort()),
              address(dataPlane.observePort()));
      var demos = new DemoServices(vertx, own, console::say);
      Consumer<FolderState> listener = listener(demos, options.folder(), operator);
      var watch = FolderWatch.start(options.folder(), new FolderReader(check), listener);
      return new LocalGateway(vertx, dataPlane, operator, watch);
    } catch (IOException | RuntimeException e) {
      vertx.close().await();
      throw e;
    }
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
    dataPlane.drain().await();
    operator.close();
    vertx.close().await();
  }

  private static DataPlane dataPlane(Vertx vertx, Options options) throws IOException {
    try {
      return DataPlane.start(vertx, settings(options))
          .toCompletionStage()
          .toCompletableFuture()
          .join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof ListenFailure failure) {
        throw UnusablePort.of(failure, options);
      }
      throw e;
    }
  }

  /** Demo services listen before a request can be sent to them. */
  private static Consumer<FolderState> listener(
      DemoServices demos, Path folder, LocalOperator operator) {
    var demoFiles = new DemoReader(folder);
    return state -> {
      demos.apply(demoFiles.read()).toCompletionStage().toCompletableFuture().join();
      operator.take(state);
    };
  }

  private static String address(int port) {
    return LOOPBACK + ":" + port;
  }

  /** On loopback, and without waiting for endpoints to spread, since there are none. */
  private static DataPlaneSettings settings(Options options) {
    DataPlaneSettings here =
        DataPlaneSettings.standard()
            .withFleet(options.gateway())
            .withPseudonym(options.pseudonym())
            .withListeners(
                new Listener(LOOPBACK, options.httpPort()),
                new Listener(LOOPBACK, 0),
                new Listener(LOOPBACK, options.adminPort()));
    return new DataPlaneSettings(
        here.fleet(),
        here.pseudonym(),
        here.traffic(),
        here.push(),
        here.observe(),
        here.pushTls(),
        here.loops(),
        here.trustedProxies(),
        here.proxyProtocolFrom(),
        here.limits(),
        here.timeouts(),
        new DataPlaneSettings.Drain(Duration.ZERO, Duration.ofSeconds(5)),
        here.snapshot(),
        new DataPlaneSettings.AccessLog(DataPlaneSettings.AccessLog.Mode.OFF, 1, "", 1024));
  }

  private static LiveReport report(Options options, DataPlane dataPlane, Console console) {
    String title =
        "http://localhost:%d serves %s (metrics: http://localhost:%d/metrics)"
            .formatted(dataPlane.trafficPort(), options.folder(), dataPlane.observePort());
    return new LiveReport(console, title, dataPlane.trafficPort(), options.gateway());
  }
}
