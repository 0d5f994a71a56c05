package dev.gatehouse.cli.demo;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** The demo pods that run now. One call of {@link #apply} at a time. */
public final class DemoServices {
  private final Vertx vertx;
  private final Consumer<String> problems;
  private final Map<DemoEndpoint, EchoServer> running = new ConcurrentHashMap<>();

  /**
   * @param problems hears of each endpoint that can't be opened, as {@code file:line: message}
   */
  public DemoServices(Vertx vertx, Consumer<String> problems) {
    this.vertx = vertx;
    this.problems = problems;
  }

  /** Makes {@code wanted} the ones that run; done when each listens or has been complained of. */
  public Future<Void> apply(Set<DemoEndpoint> wanted) {
    List<Future<?>> stopping = new ArrayList<>();
    for (DemoEndpoint endpoint : Set.copyOf(running.keySet())) {
      if (!wanted.contains(endpoint)) {
        stopping.add(stop(endpoint));
      }
    }
    return Future.join(stopping)
        .transform(
            _ -> {
              List<Future<?>> starting = new ArrayList<>();
              for (DemoEndpoint endpoint : wanted) {
                if (!running.containsKey(endpoint)) {
                  starting.add(start(endpoint));
                }
              }
              return Future.join(starting);
            })
        .mapEmpty();
  }

  private Future<?> start(DemoEndpoint endpoint) {
    var server = new EchoServer(vertx, endpoint);
    running.put(endpoint, server);
    return server
        .start()
        .otherwise(
            failure -> {
              running.remove(endpoint, server);
              problems.accept(
                  "%s: the demo service %s can't listen (%s); choose another port or stop what uses it"
                      .formatted(endpoint.source(), endpoint, failure.getMessage()));
              return null;
            });
  }

  private Future<Void> stop(DemoEndpoint endpoint) {
    EchoServer server = running.remove(endpoint);
    return server == null ? Future.succeededFuture() : server.stop();
  }
}
