package dev.gatehouse.cli.demo;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The demo pods that run now, by where they listen. One call of {@link #apply} at a time. */
public final class DemoServices {
  private final Vertx vertx;
  private final Set<String> taken;
  private final Consumer<String> problems;
  private final Map<String, EchoServer> running = new ConcurrentHashMap<>();

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
    var places = new HashMap<String, DemoEndpoint>();
    // Who listens and is still wanted keeps its place; only then others get what is left.
    wanted.stream().filter(this::runs).forEach(pod -> places.put(pod.listens(), pod));
    for (DemoEndpoint pod : wanted) {
      String holder = holder(pod, places);
      if (holder != null) {
        complain(pod, holder + " listens there");
      } else {
        places.put(pod.listens(), pod);
      }
    }
    var changes = new ArrayList<Future<?>>();
    for (String address : Set.copyOf(running.keySet())) {
      if (!places.containsKey(address)) {
        changes.add(stop(address));
      }
    }
    places.values().forEach(pod -> changes.add(run(pod)));
    return Future.join(changes).mapEmpty();
  }

  private boolean runs(DemoEndpoint pod) {
    EchoServer server = running.get(pod.listens());
    return server != null && server.pod().equals(pod);
  }

  /** In the place of another, whose listener it takes over: Vert.x has one of each address. */
  private Future<?> run(DemoEndpoint pod) {
    EchoServer there = running.get(pod.listens());
    if (there != null) {
      there.become(pod);
      return Future.succeededFuture();
    }
    var server = new EchoServer(vertx, pod);
    running.put(pod.listens(), server);
    return server
        .start()
        .otherwise(
            failure -> {
              running.remove(pod.listens(), server);
              complain(pod, String.valueOf(failure.getMessage()));
              return null;
            });
  }

  /** Who of this process has the address: Vert.x would let its servers share the connections. */
  private @Nullable String holder(DemoEndpoint pod, Map<String, DemoEndpoint> places) {
    if (taken.contains(pod.listens())) {
      return "the gateway itself";
    }
    DemoEndpoint other = places.get(pod.listens());
    return other == null || other.equals(pod) ? null : "the demo pod " + other.pod();
  }

  private void complain(DemoEndpoint endpoint, String why) {
    problems.accept(
        "%s: the demo service %s can't listen (%s); choose another port or stop what uses it"
            .formatted(endpoint.source(), endpoint, why));
  }

  private Future<Void> stop(String address) {
    EchoServer server = running.remove(address);
    return server == null ? Future.succeededFuture() : server.stop();
  }
}
