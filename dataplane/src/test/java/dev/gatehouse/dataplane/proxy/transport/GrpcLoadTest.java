package dev.gatehouse.dataplane.proxy.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.util.concurrent.ListenableFuture;
import dev.gatehouse.dataplane.proxy.Routes;
import dev.gatehouse.dataplane.proxy.TestSettings;
import dev.gatehouse.dataplane.upstream.ConnectionPool;
import dev.gatehouse.snapshot.EndpointSet;
import io.grpc.Attributes;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.ServerTransportFilter;
import io.grpc.Status;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many calls of gRPC at once, and servers that come to their limits or go. */
@Timeout(120)
class GrpcLoadTest {
  private static final int CLIENTS = 20;
  private static final int STREAMS_EACH = 10;
  private static final int STREAMS_OF_BACKEND = 10;

  private final BlockingQueue<StreamObserver<byte[]>> held = new LinkedBlockingQueue<>();
  private final AtomicInteger connections = new AtomicInteger();
  private final AtomicInteger mostConnections = new AtomicInteger();

  /** A server whose calls wait until the test answers them. */
  private Server holding() throws Exception {
    return GrpcEnds.server(GrpcEnds.unary((_, out) -> held.add(out)))
        .maxConcurrentCallsPerConnection(STREAMS_OF_BACKEND)
        .addTransportFilter(new Counting())
        .build()
        .start();
  }

  /** Counts connections. */
  private final class Counting extends ServerTransportFilter {
    @Override
    public Attributes transportReady(Attributes attributes) {
      int now = connections.incrementAndGet();
      mostConnections.accumulateAndGet(now, Math::max);
      return attributes;
    }

    @Override
    public void transportTerminated(Attributes attributes) {
      connections.decrementAndGet();
    }
  }

  private static Gateway gateway(int connections, int pending, Server... servers) {
    var bounds =
        new ConnectionPool.Bounds(
            connections, pending, Duration.ofSeconds(30), Duration.ofMillis(500));
    var settings = new TestSettings().loops(4).upstream(bounds).build();
    return new Gateway(settings, Routes.all()).toHttp2(endpoints(servers));
  }

  private static EndpointSet.Endpoint[] endpoints(Server... servers) {
    return List.of(servers).stream()
        .map(server -> new EndpointSet.Endpoint("127.0.0.1", server.getPort()))
        .toArray(EndpointSet.Endpoint[]::new);
  }

  private static List<ManagedChannel> clients(Gateway gateway) {
    List<ManagedChannel> channels = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      channels.add(GrpcEnds.client(gateway.port()));
    }
    return channels;
  }

  private static List<ListenableFuture<byte[]>> callAll(List<ManagedChannel> channels) {
    List<ListenableFuture<byte[]>> calls = new ArrayList<>();
    for (ManagedChannel channel : channels) {
      for (int i = 0; i < STREAMS_EACH; i++) {
        calls.add(
            ClientCalls.futureUnaryCall(
                channel.newCall(GrpcEnds.UNARY, GrpcEnds.options()), new byte[] {1}));
      }
    }
    return calls;
  }

  private void answer(int count) throws InterruptedException {
    for (int i = 0; i < count; i++) {
      StreamObserver<byte[]> out = held.poll(20, TimeUnit.SECONDS);
      assertTrue(out != null, "the call " + i + " hasn't come");
      out.onNext(new byte[] {2});
      out.onCompleted();
    }
  }

  @Test
  void connectionsAreMadeAsTheBackendsLimitOfStreamsAsks() throws Exception {
    Server server = holding();
    List<ManagedChannel> channels = List.of();
    try (var gateway = gateway(1024, 200, server)) {
      channels = clients(gateway);
      List<ListenableFuture<byte[]>> calls = callAll(channels);

      answer(calls.size());

      for (ListenableFuture<byte[]> call : calls) {
        assertEquals(2, call.get(20, TimeUnit.SECONDS)[0]);
        assertEquals(1, gateway.outcome().attempts(), "none was refused");
      }
      int needed = CLIENTS * STREAMS_EACH / STREAMS_OF_BACKEND;
      assertTrue(mostConnections.get() <= needed + 4, "connections: " + mostConnections);
    } finally {
      stop(channels, server);
    }
  }

  @Test
  void thePodsMaximumHoldsOverLoopsAndWhatWaitsIsBounded() throws Exception {
    Server server = holding();
    List<ManagedChannel> channels = List.of();
    try (var gateway = gateway(6, 50, server)) {
      channels = clients(gateway);
      List<ListenableFuture<byte[]>> calls = callAll(channels);
      int answered = 0;
      int refused = 0;
      var ended = new AtomicBoolean();
      try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        Future<?> answering = threads.submit(() -> answerUntil(ended));
        for (ListenableFuture<byte[]> call : calls) {
          if (isAnswered(call)) {
            answered++;
          } else {
            refused++;
          }
        }
        ended.set(true);
        answering.get();
      }
      // As the gateway has them: the backend hears later of one's end than of the next one.
      assertTrue(gateway.mostToBackends() <= 6, "connections: " + gateway.mostToBackends());
      assertTrue(answered >= 50, answered + " answered, " + refused + " refused");
    } finally {
      stop(channels, server);
    }
  }

  private Object answerUntil(AtomicBoolean ended) throws InterruptedException {
    while (!ended.get()) {
      StreamObserver<byte[]> out = held.poll(10, TimeUnit.MILLISECONDS);
      if (out != null) {
        out.onNext(new byte[] {2});
        out.onCompleted();
      }
    }
    return ended;
  }

  private static boolean isAnswered(ListenableFuture<byte[]> call) throws Exception {
    try {
      return call.get(30, TimeUnit.SECONDS)[0] == 2;
    } catch (ExecutionException e) {
      Status status = Status.fromThrowable(e);
      assertEquals(Status.Code.UNAVAILABLE, status.getCode(), status::toString);
      assertTrue(
          String.valueOf(status.getDescription()).startsWith("OVERLOADED"), status::toString);
      return false;
    }
  }

  /** Its connections are told to go every few moments, with calls on their way. */
  @Test
  void aBackendThatSaysGoAwayAllTheTimeLosesNothing() throws Exception {
    Server server =
        GrpcEnds.server(GrpcEnds.echo())
            .maxConnectionAge(50, TimeUnit.MILLISECONDS)
            .maxConnectionAgeGrace(20, TimeUnit.SECONDS)
            .addTransportFilter(new Counting())
            .build()
            .start();
    List<ManagedChannel> channels = List.of();
    try (var gateway = gateway(1024, 1024, server);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      channels = clients(gateway);
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(4);
      List<Future<Integer>> clients = new ArrayList<>();
      for (ManagedChannel channel : channels) {
        clients.add(threads.submit(() -> callUntil(channel, end)));
      }
      int calls = 0;
      for (Future<Integer> client : clients) {
        calls += client.get();
      }
      assertTrue(calls > CLIENTS, "calls: " + calls);
      assertTrue(gateway.backendsGone().availablePermits() > 4, "connections were told to go");
    } finally {
      stop(channels, server);
    }
  }

  @Test
  void aBackendThatGoesDownLosesNothing() throws Exception {
    Server leaving = GrpcEnds.server(GrpcEnds.echo()).build().start();
    Server staying = GrpcEnds.server(GrpcEnds.echo()).build().start();
    List<ManagedChannel> channels = List.of();
    try (var gateway = gateway(1024, 1024, leaving, staying);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      channels = clients(gateway);
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(3);
      List<Future<Integer>> clients = new ArrayList<>();
      for (ManagedChannel channel : channels) {
        clients.add(threads.submit(() -> callUntil(channel, end)));
      }
      for (int i = 0; i < 200; i++) {
        assertEquals(200, gateway.outcome().status());
      }
      gateway.toHttp2(endpoints(staying));
      leaving.shutdown();

      for (Future<Integer> client : clients) {
        assertTrue(client.get() > 0);
      }
      assertTrue(leaving.awaitTermination(20, TimeUnit.SECONDS));
    } finally {
      stop(channels, leaving, staying);
    }
  }

  private static int callUntil(ManagedChannel channel, long end) {
    int calls = 0;
    while (System.nanoTime() < end) {
      byte[] answer =
          ClientCalls.blockingUnaryCall(
              channel, GrpcEnds.UNARY, GrpcEnds.options(), new byte[] {3});
      assertEquals(3, answer[0]);
      calls++;
    }
    return calls;
  }

  private static void stop(List<ManagedChannel> channels, Server... servers) throws Exception {
    for (ManagedChannel channel : channels) {
      GrpcEnds.stop(channel);
    }
    for (Server server : servers) {
      GrpcEnds.stop(server);
    }
  }
}
