package dev.gatehouse.dataplane.proxy.transport;

import dev.gatehouse.dataplane.exchange.ConnectionCut;
import dev.gatehouse.dataplane.exchange.Exchange;
import dev.gatehouse.dataplane.exchange.Observer;
import dev.gatehouse.dataplane.exchange.Outcome;
import dev.gatehouse.dataplane.exchange.Reason;
import dev.gatehouse.dataplane.proxy.ProxySettings;
import dev.gatehouse.dataplane.proxy.Routes;
import dev.gatehouse.dataplane.proxy.TestSettings;
import dev.gatehouse.dataplane.route.RouteTable;
import dev.gatehouse.dataplane.upstream.Upstreams;
import dev.gatehouse.snapshot.EndpointSet;
import dev.gatehouse.snapshot.Upstream;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A proxy on loopback before some backends. */
final class Gateway implements AutoCloseable, Observer {
  private final Vertx vertx = LoopTransport.vertx(4);
  private final Upstreams upstreams = new Upstreams();
  private final AtomicReference<RouteTable> routes;
  private final BlockingQueue<Outcome> outcomes = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> refusals = new LinkedBlockingQueue<>();
  private final Semaphore clientsGone = new Semaphore(0);
  private final Semaphore backendsGone = new Semaphore(0);
  private final AtomicInteger toBackends = new AtomicInteger();
  private final AtomicInteger mostToBackends = new AtomicInteger();
  private final ProxyServer server;

  Gateway(ProxySettings settings, RouteTable table, Backend... backends) {
    routes = new AtomicReference<>(table);
    to(backends);
    server = await(ProxyServer.start(vertx, settings, routes::get, upstreams, this));
  }

  Gateway(Backend... backends) {
    this(TestSettings.standard(), Routes.all(), backends);
  }

  void to(Backend... backends) {
    upstreams.endpoints(Routes.UPSTREAM, Arrays.stream(backends).map(Backend::endpoint).toList());
  }

  /** To these by HTTP/2. */
  Gateway toHttp2(EndpointSet.Endpoint... backends) {
    upstreams.endpoints(Routes.UPSTREAM, Upstream.Protocol.H2C, List.of(backends));
    return this;
  }

  Upstreams upstreams() {
    return upstreams;
  }

  Client client() throws IOException {
    return new Client(server.actualPort());
  }

  /** A client of HTTP/2 that has sent its preface and no settings. */
  FrameClient frames() throws IOException {
    return new FrameClient(server.actualPort()).begin();
  }

  int port() {
    return server.actualPort();
  }

  Outcome outcome() throws InterruptedException {
    return next(outcomes, "no exchange has ended");
  }

  /** Null if no exchange ends in the next moment. */
  @Nullable Outcome outcomeSoon() throws InterruptedException {
    return outcomes.poll(300, TimeUnit.MILLISECONDS);
  }

  /** What was refused without an answer, or before there was an exchange: peer and reason. */
  String refusal() throws InterruptedException {
    return next(refusals, "nothing was refused");
  }

  private static <T> T next(BlockingQueue<T> queue, String otherwise) throws InterruptedException {
    T next = queue.poll(10, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError(otherwise);
    }
    return next;
  }

  /** A permit for each client whose connection has ended. */
  Semaphore clientsGone() {
    return clientsGone;
  }

  /** A permit for each connection to a backend that has ended. */
  Semaphore backendsGone() {
    return backendsGone;
  }

  /** How many connections to backends there have been at once, at most. */
  int mostToBackends() {
    return mostToBackends.get();
  }

  void sendAway() {
    server.sendAway();
  }

  Future<Void> drain(Duration deadline) {
    return server.close(deadline);
  }

  static <T> T await(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
  }

  @Override
  public void close() {
    await(vertx.close());
  }

  @Override
  public void connectionOpened(Side side) {
    switch (side) {
      case CLIENT -> {}
      case UPSTREAM -> mostToBackends.accumulateAndGet(toBackends.incrementAndGet(), Math::max);
    }
  }

  @Override
  public void connectionClosed(Side side) {
    switch (side) {
      case CLIENT -> clientsGone.release();
      case UPSTREAM -> {
        toBackends.decrementAndGet();
        backendsGone.release();
      }
    }
  }

  @Override
  public void tunnelOpened() {}

  @Override
  public void tunnelClosed() {}

  @Override
  public void connectionCut(String peer, ConnectionCut why) {
    refusals.add(peer + " " + why);
  }

  @Override
  public void started(Exchange exchange) {}

  @Override
  public void finished(Exchange exchange, Outcome outcome) {
    outcomes.add(outcome);
  }

  @Override
  public void refused(String peer, Reason reason, int status, @Nullable String detail) {
    refusals.add(peer + " " + reason + (status == 0 ? "" : " " + status));
  }
}
