package dev.gatehouse.dataplane.admin;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.http.HttpServer;
import java.util.UUID;
import java.util.function.Function;

/**
 * The listeners for pushes and for observation, together on one event loop, each with a worker
 * thread of its own, so that a slow scrape holds up no push.
 */
final class AdminListeners {
  private final Vertx vertx;
  private final WorkerExecutor pushes;
  private final WorkerExecutor pages;
  private String deployment = "";
  private int pushPort;
  private int observePort;

  private AdminListeners(Vertx vertx) {
    this.vertx = vertx;
    // Shared by name, and several pods may run in one process.
    String own = UUID.randomUUID().toString();
    this.pushes = vertx.createSharedWorkerExecutor("gatehouse-push-" + own, 1);
    this.pages = vertx.createSharedWorkerExecutor("gatehouse-observe-" + own, 1);
  }

  /** Each gets its worker and says where it listens. */
  static Future<AdminListeners> start(
      Vertx vertx,
      Function<WorkerExecutor, Future<HttpServer>> push,
      Function<WorkerExecutor, Future<HttpServer>> observe) {
    var listeners = new AdminListeners(vertx);
    return vertx
        .deployVerticle(
            _ ->
                push.apply(listeners.pushes)
                    .onSuccess(server -> listeners.pushPort = server.actualPort())
                    .compose(_ -> observe.apply(listeners.pages))
                    .onSuccess(server -> listeners.observePort = server.actualPort()))
        .onSuccess(id -> listeners.deployment = id)
        .map(listeners)
        .onFailure(_ -> listeners.closeWorkers());
  }

  int pushPort() {
    return pushPort;
  }

  int observePort() {
    return observePort;
  }

  Future<Void> close() {
    return vertx.undeploy(deployment).eventually(this::closeWorkers);
  }

  private Future<Void> closeWorkers() {
    return Future.join(pushes.close(), pages.close()).mapEmpty();
  }
}
