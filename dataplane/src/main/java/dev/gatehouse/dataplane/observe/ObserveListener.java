package dev.gatehouse.dataplane.observe;

import dev.gatehouse.dataplane.settings.DataPlaneSettings;
import dev.gatehouse.snapshot.SnapshotVersion;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Metrics, probes and {@code GET /v1/config}. Pages are made and compressed on one worker thread,
 * piece by piece, in turn if there are several; an event loop only passes the pieces on.
 */
public final class ObserveListener {
  private static final Logger LOG = LoggerFactory.getLogger(ObserveListener.class);

  /** Of {@code /readyz}: the version that the operator pushed or confirmed last, as a word. */
  public static final String CONFIRMED = "gatehouse-confirmed";

  private final WorkerExecutor worker;

  private ObserveListener(WorkerExecutor worker) {
    this.worker = worker;
  }

  /**
   * Starts to listen.
   *
   * @param worker where pages are made; has one thread
   */
  public static Future<HttpServer> listen(
      Vertx vertx,
      WorkerExecutor worker,
      DataPlaneSettings.Listener address,
      MetricsPage metrics,
      Readiness readiness,
      Liveness liveness,
      Supplier<ConfigDocument> config) {
    var listener = new ObserveListener(worker);
    Router router = Router.router(vertx);
    router.get("/livez").handler(context -> live(context, liveness.problem()));
    router.get("/readyz").handler(context -> ready(context, readiness));
    router
        .get("/metrics")
        .handler(context -> listener.page(context, MetricsPage.TYPE, metrics::parts));
    router
        .get("/v1/config")
        .handler(context -> listener.page(context, "application/json", () -> whole(config.get())));
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

  private void page(RoutingContext context, String type, Supplier<Iterator<Part>> parts) {
    String accepted = context.request().getHeader(HttpHeaders.ACCEPT_ENCODING);
    boolean gzip = accepted != null && accepted.contains("gzip");
    HttpServerResponse response = context.response();
    worker
        .executeBlocking(() -> gzip ? Page.compressed(parts.get()) : Page.of(parts.get()))
        .compose(
            page -> {
              response.setChunked(true).putHeader(HttpHeaders.CONTENT_TYPE, type);
              if (gzip) {
                response.putHeader(HttpHeaders.CONTENT_ENCODING, "gzip");
              }
              return send(page, response);
            })
        .onFailure(
            failure -> {
              LOG.error("A page could not be made", failure);
              if (response.headWritten()) {
                response.reset();
              } else {
                response.headers().clear();
                context.fail(500);
              }
            });
  }

  private Future<Void> send(Page page, HttpServerResponse response) {
    var paced = new PacedPage(() -> worker.executeBlocking(page::next), response);
    response.closeHandler(_ -> paced.readerHasGone());
    if (response.closed()) {
      paced.readerHasGone();
    }
    return paced.send().eventually(() -> worker.executeBlocking(closing(page)));
  }

  private static Callable<Boolean> closing(Page page) {
    return () -> {
      page.close();
      return true;
    };
  }

  private static Iterator<Part> whole(ConfigDocument document) {
    return List.<Part>of(document::write).iterator();
  }
}
