package dev.gatehouse.dataplane.observe;

import dev.gatehouse.dataplane.settings.DataPlaneSettings;
import dev.gatehouse.snapshot.SnapshotVersion;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.OutputStream;
import java.util.function.Supplier;
import java.util.zip.GZIPOutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Metrics, probes and {@code GET /v1/config}. Pages are made and compressed on one worker thread;
 * an event loop only passes them on, see {@link PacedPage}.
 */
public final class ObserveListener {
  private static final Logger LOG = LoggerFactory.getLogger(ObserveListener.class);

  /** Of {@code /readyz}: the version that the operator pushed or confirmed last, as a word. */
  public static final String CONFIRMED = "gatehouse-confirmed";

  private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

  private final WorkerExecutor worker;

  private ObserveListener(WorkerExecutor worker) {
    this.worker = worker;
  }

  /**
   * Starts to listen.
   *
   * @param worker where pages are made, one at a time
   */
  public static Future<HttpServer> listen(
      Vertx vertx,
      WorkerExecutor worker,
      DataPlaneSettings.Listener address,
      PrometheusMeterRegistry registry,
      Readiness readiness,
      Liveness liveness,
      Supplier<ConfigDocument> config) {
    var listener = new ObserveListener(worker);
    Router router = Router.router(vertx);
    router.get("/livez").handler(context -> live(context, liveness.problem()));
    router.get("/readyz").handler(context -> ready(context, readiness));
    router
        .get("/metrics")
        .handler(
            context ->
                listener.page(context, PROMETHEUS, page -> registry.scrape(page, PROMETHEUS)));
    router
        .get("/v1/config")
        .handler(
            context ->
                listener.page(context, "application/json", page -> config.get().write(page)));
    return vertx
        .createHttpServer(new HttpServerOptions().setHost(address.host()).setPort(address.port()))
        .requestHandler(router)
        .listen();
  }

  private static void live(RoutingContext context, String problem) {
    probe(context, problem.isEmpty(), problem.isEmpty() ? "alive" : problem);
  }

  private static void ready(RoutingContext context, Readiness readiness) {
    SnapshotVersion confirmed = readiness.confirmed();
    if (confirmed != null) {
      context.response().putHeader(CONFIRMED, confirmed.word());
    }
    Readiness.State state = readiness.state();
    probe(context, state.isReady(), state.text());
  }

  private static void probe(RoutingContext context, boolean passed, String text) {
    context.response().setStatusCode(passed ? 200 : 503).end(text + "\n");
  }

  private void page(RoutingContext context, String type, Content content) {
    String accepted = context.request().getHeader(HttpHeaders.ACCEPT_ENCODING);
    boolean gzip = accepted != null && accepted.contains("gzip");
    worker
        .executeBlocking(() -> made(content, gzip), false)
        .onSuccess(
            page -> {
              HttpServerResponse response = context.response();
              response.putHeader(HttpHeaders.CONTENT_TYPE, type);
              response.putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(page.length()));
              if (gzip) {
                response.putHeader(HttpHeaders.CONTENT_ENCODING, "gzip");
              }
              Vertx vertx = context.vertx();
              new PacedPage(
                      page,
                      response,
                      response::closed,
                      // Not a task: the loop runs tasks that tasks add before it reads any input.
                      next -> vertx.setTimer(1, _ -> next.run()))
                  .send();
            })
        .onFailure(
            failure -> {
              LOG.error("A page could not be made", failure);
              context.fail(500);
            });
  }

  private static Page made(Content content, boolean gzip) throws IOException {
    var page = new Page();
    try (OutputStream out = gzip ? new GZIPOutputStream(page, 1 << 16) : page) {
      content.write(out);
    }
    return page;
  }

  private interface Content {
    void write(OutputStream out) throws IOException;
  }
}
