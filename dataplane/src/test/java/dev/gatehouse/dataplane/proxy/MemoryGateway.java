package dev.gatehouse.dataplane.proxy;

import dev.gatehouse.dataplane.exchange.ConnectionCut;
import dev.gatehouse.dataplane.exchange.Exchange;
import dev.gatehouse.dataplane.exchange.Observer;
import dev.gatehouse.dataplane.exchange.Outcome;
import dev.gatehouse.dataplane.exchange.Reason;
import dev.gatehouse.dataplane.route.RouteTable;
import dev.gatehouse.dataplane.upstream.Balancer;
import dev.gatehouse.dataplane.upstream.ConnectionPool;
import dev.gatehouse.dataplane.upstream.Connector;
import dev.gatehouse.dataplane.upstream.Endpoint;
import dev.gatehouse.dataplane.upstream.Upstreams;
import dev.gatehouse.snapshot.EndpointSet;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The whole of the proxy but its sockets: one event loop, which is the test's own thread. */
final class MemoryGateway implements Connector<UpstreamConnection>, Observer {
  private final ManualTimers timers = new ManualTimers();
  private final Upstreams upstreams = new Upstreams();
  private final List<MemoryConnection> connections = new ArrayList<>();
  private final Set<String> refusing = new HashSet<>();
  private final List<Outcome> outcomes = new ArrayList<>();
  private final ProxyHandler handler;
  private int opened;

  MemoryGateway(RouteTable table, int endpoints) {
    this(TestSettings.standard(), () -> table, endpoints);
  }

  MemoryGateway(ProxySettings settings, Supplier<RouteTable> routing, int endpoints) {
    var random = new Random(1);
    endpoints(endpoints);
    handler =
        new ProxyHandler(
            new LoopContext(
                settings,
                routing,
                upstreams,
                new Balancer(random),
                new ConnectionPool<>(
                    this,
                    (_, then, _) -> then.failed(Reason.CONNECT_FAILED, "no HTTP/2 here"),
                    settings.upstream(),
                    timers,
                    Runnable::run),
                this,
                timers,
                timers,
                new DateField(InstantSource.system())),
            random);
  }

  /** Lists endpoints of 10.0.0.0 onwards. */
  void endpoints(int count) {
    upstreams.endpoints(
        Routes.UPSTREAM,
        IntStream.range(0, count)
            .mapToObj(i -> new EndpointSet.Endpoint("10.0.0." + i, 80))
            .toList());
  }

  MemoryClient send(MemoryClient client) {
    handler.handle(client);
    return client;
  }

  /** From now on nothing listens there. */
  void refuse(int endpoint) {
    refusing.add("10.0.0." + endpoint + ":80");
  }

  @Override
  public void connect(Endpoint endpoint, Made<UpstreamConnection> then, Runnable onClosed) {
    if (refusing.contains(endpoint.toString())) {
      then.failed(Reason.CONNECT_FAILED, "no connection to " + endpoint);
      return;
    }
    var connection = new MemoryConnection(endpoint, onClosed);
    connections.add(connection);
    then.connected(connection);
  }

  /** All that were made, in their order. */
  List<MemoryConnection> connections() {
    return connections;
  }

  MemoryConnection lastConnection() {
    return connections.getLast();
  }

  ManualTimers timers() {
    return timers;
  }

  ProxyHandler handler() {
    return handler;
  }

  /** Of the only exchange that has ended. */
  Outcome outcome() {
    if (outcomes.size() != 1 || opened != 1) {
      throw new AssertionError("ended: " + outcomes + " of " + opened);
    }
    return outcomes.getFirst();
  }

  List<Outcome> outcomes() {
    return outcomes;
  }

  int inFlight() {
    return upstreams.get(Routes.UPSTREAM).endpoints().stream().mapToInt(Endpoint::inFlight).sum();
  }

  @Override
  public void connectionOpened(Side side) {}

  @Override
  public void connectionClosed(Side side) {}

  @Override
  public void tunnelOpened() {}

  @Override
  public void tunnelClosed() {}

  @Override
  public void connectionCut(String peer, ConnectionCut why) {}

  @Override
  public void started(Exchange exchange) {
    opened++;
  }

  @Override
  public void finished(Exchange exchange, Outcome outcome) {
    outcomes.add(outcome);
  }

  @Override
  public void refused(String peer, Reason reason, int status, @Nullable String detail) {}
}
