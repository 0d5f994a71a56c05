package dev.gatehouse.operator.reconcile;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * {@code /livez}, {@code /readyz} and {@code /metrics}. Ready is who knows the whole cluster, and
 * could lead if it doesn't; who does not says what is missing. A missing API server is no reason to
 * be restarted.
 */
final class Health {
  private final Supplier<List<String>> problems;
  private final BooleanSupplier leads;
  private final PrometheusMeterRegistry registry;

  Health(Supplier<List<String>> problems, BooleanSupplier leads, PrometheusMeterRegistry registry) {
    this.problems = problems;
    this.leads = leads;
    this.registry = registry;
  }

  Future<HttpServer> listen(Vertx vertx, int port) {
    Router router = Router.router(vertx);
    router.get("/livez").handler(context -> text(context, 200, "ok\n"));
    router.get("/readyz").handler(this::ready);
    router.get("/metrics").handler(this::metrics);
    return vertx.createHttpServer().requestHandler(router).listen(port);
  }

  private void ready(RoutingContext context) {
    List<String> found = problems.get();
    if (found.isEmpty()) {
      text(context, 200, leads.getAsBoolean() ? "leader\n" : "standby\n");
    } else {
      text(context, 503, String.join("\n", found) + "\n");
    }
  }

  private void metrics(RoutingContext context) {
    context
        .response()
        .putHeader("content-type", "text/plain; version=0.0.4; charset=utf-8")
        .end(registry.scrape())
        .onFailure(context::fail);
  }

  private static void text(RoutingContext context, int status, String body) {
    context
        .response()
        .setStatusCode(status)
        .putHeader("content-type", "text/plain; charset=utf-8")
        .end(body)
        .onFailure(context::fail);
  }
}
