package dev.gatehouse.dataplane.proxy.transport;

import dev.gatehouse.dataplane.exchange.Observer;
import dev.gatehouse.dataplane.proxy.ProxySettings;
import dev.gatehouse.dataplane.route.RouteTable;
import dev.gatehouse.dataplane.upstream.Upstreams;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The traffic listener: proxies on some of Vert.x's event loops, each on its own. */
public final class ProxyServer {
  private final Vertx vertx;
  private final String deployment;
  private final List<ProxyLoop> loops;

  private ProxyServer(Vertx vertx, String deployment, List<ProxyLoop> loops) {
    this.vertx = vertx;
    this.deployment = deployment;
    this.loops = loops;
  }

  /**
   * Starts to listen.
   *
   * @param routing the table of this moment, asked once for each request on its event loop; null
   *     while there is no configuration yet
   * @param observer called on all event loops
   */
  public static Future<ProxyServer> start(
      Vertx vertx,
      ProxySettings settings,
      Supplier<? extends @Nullable RouteTable> routing,
      Upstreams upstreams,
      Observer observer) {
    var clientQuota = new ClientQuota(settings);
    Queue<ProxyLoop> loops = new ConcurrentLinkedQueue<>();
    Promise<Void> assigned = Promise.promise();
    Future<String> deployed =
        vertx.deployVerticle(
            () -> {
              var loop =
                  new ProxyLoop(
                      settings, routing, upstreams, observer, clientQuota, assigned.future());
              loops.add(loop);
              return loop;
            },
            new DeploymentOptions().setInstances(settings.loops()));
    assigned.complete();
    return deployed.map(deployment -> new ProxyServer(vertx, deployment, List.copyOf(loops)));
  }

  /** Where it listens. */
  public int actualPort() {
    return loops.getFirst().port();
  }

  /** How long the event loop that was silent for longest has not answered. */
  public Duration silence() {
    return loops.stream().map(ProxyLoop::silence).max(Duration::compareTo).orElse(Duration.ZERO);
  }

  /**
   * Serves on, but says {@code Connection: close} in every answer, or GOAWAY beside it, so that
   * clients go elsewhere.
   */
  public void sendAway() {
    loops.forEach(ProxyLoop::sendAway);
  }

  /**
   * Takes no more connections, says {@code Connection: close} or GOAWAY on those that are open,
   * waits until nothing runs any more, and cuts what still runs at the deadline.
   */
  public Future<Void> close(Duration deadline) {
    return Future.all(loops.stream().map(loop -> loop.drain(deadline)).toList())
        .transform(_ -> vertx.undeploy(deployment));
  }
}
