package dev.gatehouse.dataplane.admin;

import dev.gatehouse.dataplane.proxy.transport.LoopTransport;
import dev.gatehouse.dataplane.settings.BadSettings;
import dev.gatehouse.dataplane.settings.DataPlaneSettings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A data-plane pod as a process: {@code --config FILE}. Exits with 2 for settings that can't be
 * used, with 1 where it can't listen. Goes down in good order on SIGTERM and SIGINT, with 0; a
 * second signal ends it at once.
 */
public final class DataPlaneMain {
  private static final String USAGE = "usage: gatehouse-dataplane [--config FILE]";

  private DataPlaneMain() {}

  public static void main(String[] args) {
    int status = run(args, System.out, System.err);
    if (status != 0) {
      System.exit(status);
    }
  }

  /** Returns 0 with the pod running. */
  static int run(String[] args, PrintStream out, PrintStream err) {
    DataPlaneSettings settings;
    try {
      settings = settings(args);
    } catch (BadSettings e) {
      e.problems().forEach(err::println);
      return 2;
    } catch (IOException e) {
      err.println("the settings can't be read: " + e);
      return 2;
    } catch (IllegalArgumentException e) {
      err.println(e.getMessage());
      return 2;
    }
    Vertx vertx = LoopTransport.vertx(settings.loops());
    try {
      DataPlane pod =
          DataPlane.start(vertx, settings).toCompletionStage().toCompletableFuture().join();
      EndSignals.handle(
          () -> System.exit(goDown(vertx, pod, settings)),
          status -> Runtime.getRuntime().halt(status));
      out.printf(
          "gatehouse data plane of fleet %s: traffic on %d, pushes on %d, observation on %d;"
              + " transport %s%n",
          settings.fleet(),
          pod.trafficPort(),
          pod.pushPort(),
          pod.observePort(),
          vertx.isNativeTransportEnabled() ? "epoll" : "nio");
      return 0;
    } catch (CompletionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      err.println("can't start: " + cause.getMessage());
      vertx.close().await();
      return 1;
    }
  }

  private static DataPlaneSettings settings(String[] args) throws IOException, BadSettings {
    if (args.length == 0) {
      return DataPlaneSettings.standard();
    }
    if (args.length != 2 || !args[0].equals("--config")) {
      throw new IllegalArgumentException(USAGE);
    }
    return DataPlaneSettings.read(Files.readString(Path.of(args[1])), args[1]);
  }

  /** The bound is the settings' own and a little: what hangs must not keep the process. */
  private static int goDown(Vertx vertx, DataPlane pod, DataPlaneSettings settings) {
    long millis = settings.drain().deadline().plus(LastGood.LAST_WRITE).plusSeconds(1).toMillis();
    try {
      // One after the other and not as one future: its end would be told by an event loop that the
      // closing has ended.
      ended(pod.drain(), millis);
      ended(vertx.close(), 1000);
      return 0;
    } catch (TimeoutException | ExecutionException e) {
      System.err.println("cut what still ran: " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return 1;
  }

  private static void ended(Future<Void> end, long millis)
      throws InterruptedException, ExecutionException, TimeoutException {
    end.toCompletionStage().toCompletableFuture().get(millis, TimeUnit.MILLISECONDS);
  }
}
