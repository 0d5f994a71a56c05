package dev.gatehouse.dataplane.admin;

import dev.gatehouse.dataplane.admin.RefusedPush.Why;
import dev.gatehouse.dataplane.observe.PushMetrics;
import dev.gatehouse.dataplane.settings.DataPlaneSettings;
import dev.gatehouse.snapshot.Ack;
import dev.gatehouse.snapshot.PushCodec;
import dev.gatehouse.snapshot.PushProblem;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerConfig;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.security.cert.CertificateException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code PUT}, {@code PATCH} and {@code GET /v1/snapshot} for the operator, and nothing for anybody
 * else, see docs/push-protocol.md. Everything but the reading of the socket happens on one worker
 * thread, in the order in which pushes arrived whole.
 */
final class PushListener {
  private static final Logger LOG = LoggerFactory.getLogger(PushListener.class);
  private static final String PATH = "/v1/snapshot";

  /** Makes pushes live, one after the other. */
  interface Intake {
    /** Blocks until it is live, or refused. */
    Ack take(PushBody body) throws RefusedPush;

    /** What it said of the push that is live. */
    Ack live();
  }

  private final Intake intake;
  private final PushMetrics metrics;
  private final WorkerExecutor worker;

  private PushListener(Intake intake, PushMetrics metrics, WorkerExecutor worker) {
    this.intake = intake;
    this.metrics = metrics;
    this.worker = worker;
  }

  /**
   * Starts to listen.
   *
   * @param worker with one thread
   * @param identity by which the operator is known; null where nobody else reaches the listener
   */
  static Future<HttpServer> listen(
      Vertx vertx,
      WorkerExecutor worker,
      DataPlaneSettings settings,
      Intake intake,
      PushMetrics metrics,
      @Nullable PushIdentity identity) {
    var listener = new PushListener(intake, metrics, worker);
    Router router = Router.router(vertx);
    if (identity != null) {
      router.route().handler(context -> listener.checkPeer(context, identity));
    }
    BodyHandler body = BodyHandler.create(false).setBodyLimit(settings.limits().pushBytes());
    router.get(PATH).handler(listener::tell);
    for (HttpMethod method : new HttpMethod[] {HttpMethod.PUT, HttpMethod.PATCH}) {
      router
          .route(method, PATH)
          .handler(body)
          .handler(listener::checkFormat)
          .handler(listener::take);
    }
    router.route().failureHandler(listener::failed);
    HttpServerOptions options =
        new HttpServerOptions()
            .setHost(settings.push().host())
            .setPort(settings.push().port())
            .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
            .setIdleTimeout((int) settings.timeouts().push().toMillis());
    if (identity == null) {
      return vertx.createHttpServer(options).requestHandler(router).listen();
    }
    return vertx
        .createHttpServer(
            new HttpServerConfig(options).setVersions(HttpVersion.HTTP_1_1), identity.tls())
        .exceptionHandler(identity::refused)
        .requestHandler(router)
        .listen()
        .onSuccess(identity::follow);
  }

  private void checkPeer(RoutingContext context, PushIdentity identity) {
    try {
      identity.check(context.request().sslSession());
      context.next();
    } catch (CertificateException e) {
      identity.refused(e);
      context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
      refuse(context, new RefusedPush(Why.UNTRUSTED, String.valueOf(e.getMessage())));
    }
  }

  private void tell(RoutingContext context) {
    answer(context, 200, PushCodec.writeAck(intake.live()));
  }

  private void checkFormat(RoutingContext context) {
    HttpServerRequest request = context.request();
    String encoding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
    if (!PushCodec.MEDIA_TYPE.equals(request.getHeader(HttpHeaders.CONTENT_TYPE))) {
      refuse(
          context,
          new RefusedPush(Why.UNSUPPORTED_FORMAT, "this pod reads " + PushCodec.MEDIA_TYPE));
    } else if (encoding != null && !encoding.equals("gzip")) {
      refuse(context, new RefusedPush(Why.UNSUPPORTED_FORMAT, "this pod knows no coding but gzip"));
    } else {
      context.next();
    }
  }

  private void take(RoutingContext context) {
    HttpServerRequest request = context.request();
    Buffer buffer = context.body().buffer();
    var body =
        new PushBody(
            request.method().equals(HttpMethod.PUT),
            request.headers().contains(HttpHeaders.CONTENT_ENCODING),
            request.getHeader("content-digest"),
            request.getHeader(HttpHeaders.IF_MATCH),
            buffer == null ? new byte[0] : buffer.getBytes());
    long start = System.nanoTime();
    worker
        .executeBlocking(() -> intake.take(body), true)
        .onSuccess(
            ack -> {
              metrics.taken(ack, body.whole(), body.size(), System.nanoTime() - start);
              answer(context, 200, PushCodec.writeAck(ack));
            })
        .onFailure(
            failure -> {
              if (failure instanceof RefusedPush refused) {
                refuse(context, refused);
              } else {
                context.fail(failure);
              }
            });
  }

  private void failed(RoutingContext context) {
    if (context.response().closed()) {
      LOG.debug("A push was cut on its way", context.failure());
    } else if (context.statusCode() == 413) {
      refuse(
          context,
          new RefusedPush(Why.TOO_LARGE, "the push is longer than limits.push of this pod allows"));
    } else if (context.failure() == null) {
      context.next();
    } else {
      LOG.error("A push failed; what was served before serves on", context.failure());
      refuse(context, new RefusedPush(Why.INTERNAL, "this pod failed; its log says how"));
    }
  }

  private void refuse(RoutingContext context, RefusedPush refused) {
    metrics.refused(context.request().method().equals(HttpMethod.PUT), refused.why().name());
    var problem = new PushProblem(refused.why().name(), refused.sentence());
    answer(context, refused.why().status(), PushCodec.writeProblem(problem));
  }

  private static void answer(RoutingContext context, int status, byte[] body) {
    if (context.response().ended() || context.response().closed()) {
      return;
    }
    context
        .response()
        .setStatusCode(status)
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
        .end(Buffer.buffer(body));
  }
}
