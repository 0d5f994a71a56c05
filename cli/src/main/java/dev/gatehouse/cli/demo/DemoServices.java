package dev.gatehouse.cli.demo;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The demo pods that run now. One call of {@link #apply} at a time. */
public final class DemoServices {
  private final Vertx vertx;
  private final Set<String> taken;
  private final Consumer<String> problems;
  private final Map<DemoEndpoint, EchoServer> running = new ConcurrentHashMap<>();

  /**
   * Services beside a gateway.
   *
   * @param taken each {@code address:port} that the gateway itself listens at
   * @param problems hears of each endpoint that can't be opened, as {@code file:line: message}
   */
  public DemoServices(Vertx vertx, Set<String> taken, Consumer<String> problems) {
    this.vertx = vertx;
    this.taken = Set.copyOf(taken);
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
    String holder = holder(endpoint.listens());
    if (holder != null) {
      complain(endpoint, holder + " listens there");
      return Future.succeededFuture();
    }
    var server = new EchoServer(vertx, endpoint);
    running.put(endpoint, server);
    return server
        .start()
        .otherwise(
            failure -> {
              running.remove(endpoint, server);
              complain(endpoint, String.valueOf(failure.getMessage()));
              return null;
            });
  }

  /** Who of this process has the address: Vert.x would let its servers share the connections. */
  private @Nullable String holder(String address) {
    if (taken.contains(address)) {
      return "the gateway itself";
    }
    return running.keySet().stream()
        .filter(other -> other.listens().equals(address))
        .map(other -> "the demo pod " + other.pod())
        .findFirst()
        .orElse(null);
  }

  private void complain(DemoEndpoint endpoint, String why) {
    problems.accept(
        "%s: the demo service %s can't listen (%s); choose another port or stop what uses it"
            .formatted(endpoint.source(), endpoint, why));
  }

  private Future<Void> stop(DemoEndpoint endpoint) {
    EchoServer server = running.remove(endpoint);
    return server == null ? Future.succeededFuture() : server.stop();
  }
}
