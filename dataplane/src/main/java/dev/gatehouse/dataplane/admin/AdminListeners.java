package dev.gatehouse.dataplane.admin;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
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
  private final String deployment;
  private final Context context;
  private final WorkerExecutor pushes;
  private final WorkerExecutor pages;
  private int pushPort;
  private int observePort;

  private AdminListeners(String deployment, Context context) {
    this.deployment = deployment;
    this.context = context;
    // Shared by name, and several pods may run in one process.
    String own = UUID.randomUUID().toString();
    this.pushes = context.owner().createSharedWorkerExecutor("gatehouse-push-" + own, 1);
    this.pages = context.owner().createSharedWorkerExecutor("gatehouse-observe-" + own, 1);
  }

  /**
   * Takes an event loop, and doesn't listen yet. To be called right before the proxy takes its own:
   * Vert.x hands them out in turn, and to whatever else is made in between.
   */
  static Future<AdminListeners> prepare(Vertx vertx) {
    Promise<Context> own = Promise.promise();
    return vertx
        .deployVerticle(
            context -> {
              own.complete(context);
              return Future.succeededFuture();
            })
        .compose(deployment -> own.future().map(made -> new AdminListeners(deployment, made)));
  }

  /** Each gets its worker and says where it listens. */
  Future<AdminListeners> listen(
      Function<WorkerExecutor, Future<HttpServer>> push,
      Function<WorkerExecutor, Future<HttpServer>> observe) {
    Promise<AdminListeners> listening = Promise.promise();
    context.runOnContext(
        _ ->
            push.apply(pushes)
                .onSuccess(server -> pushPort = server.actualPort())
                .compose(_ -> observe.apply(pages))
                .onSuccess(server -> observePort = server.actualPort())
                .map(this)
                .onComplete(listening));
    return listening.future();
  }

  int pushPort() {
    return pushPort;
  }

  int observePort() {
    return observePort;
  }

  Future<Void> close() {
    return context.owner().undeploy(deployment).eventually(this::closeWorkers);
  }

  private Future<Void> closeWorkers() {
    return Future.join(pushes.close(), pages.close()).mapEmpty();
  }
}
