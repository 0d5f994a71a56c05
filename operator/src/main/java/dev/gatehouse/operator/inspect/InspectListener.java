package dev.gatehouse.operator.inspect;

import static java.util.Objects.requireNonNull;

import dev.gatehouse.snapshot.PushCodec;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;

/** Answers on loopback alone, where a port that is forwarded to the pod leads. */
public final class InspectListener {
  /** Where it listens unless told otherwise. */
  public static final int PORT = 8082;

  /** The path of an {@link OperatorReport}. */
  public static final String REPORT = "/v1/report";

  private static final String LOOPBACK = "127.0.0.1";
  private static final Set<String> OWN_NAMES = Set.of(LOOPBACK, "localhost", "[::1]");

  private final Inspected inspected;

  private InspectListener(Inspected inspected) {
    this.inspected = inspected;
  }

  /** The path of what is published to a fleet: a whole push, as pods get it. */
  public static String snapshot(String fleet) {
    return "/v1/fleets/" + fleet + "/snapshot";
  }

  /**
   * Listens.
   *
   * @param port 0 for one that is free
   */
  public static Future<HttpServer> listen(Vertx vertx, int port, Inspected inspected) {
    var listener = new InspectListener(inspected);
    Router router = Router.router(vertx);
    router.route().handler(InspectListener::refuseOtherHosts);
    router.get(REPORT).handler(listener::report);
    router.get(snapshot(":fleet")).handler(listener::snapshot);
    return vertx.createHttpServer().requestHandler(router).listen(port, LOOPBACK);
  }

  /** A page of another site, whose name is made to lead to loopback, could read it otherwise. */
  private static void refuseOtherHosts(RoutingContext context) {
    HostAndPort authority = context.request().authority();
    if (authority != null && OWN_NAMES.contains(authority.host())) {
      context.next();
    } else {
      context.response().setStatusCode(421).end("only for localhost\n").onFailure(context::fail);
    }
  }

  private void report(RoutingContext context) {
    inspected
        .report()
        .compose(
            report ->
                context
                    .response()
                    .putHeader("content-type", "application/json")
                    .end(Buffer.buffer(report.write())))
        .onFailure(context::fail);
  }

  private void snapshot(RoutingContext context) {
    inspected
        .snapshot(requireNonNull(context.pathParam("fleet"), "its path names it"))
        .compose(
            snapshot -> {
              if (snapshot.isEmpty()) {
                return context.response().setStatusCode(404).end("nothing is published to it\n");
              }
              // A large one takes a while to write, and pushes shall not wait for it.
              return context
                  .vertx()
                  .executeBlocking(() -> PushCodec.write(snapshot.get()), false)
                  .compose(
                      bytes ->
                          context
                              .response()
                              .putHeader("content-type", PushCodec.MEDIA_TYPE)
                              .end(Buffer.buffer(bytes)));
            })
        .onFailure(context::fail);
  }
}
