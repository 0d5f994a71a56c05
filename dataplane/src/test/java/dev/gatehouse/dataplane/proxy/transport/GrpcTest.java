package dev.gatehouse.dataplane.proxy.transport;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.util.concurrent.ListenableFuture;
import dev.gatehouse.dataplane.exchange.Reason;
import dev.gatehouse.dataplane.proxy.Routes;
import dev.gatehouse.dataplane.proxy.TestSettings;
import dev.gatehouse.dataplane.route.RouteTable;
import dev.gatehouse.snapshot.EndpointSet;
import dev.gatehouse.snapshot.LoadBalancer;
import dev.gatehouse.snapshot.Timeouts;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptors;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Calls of gRPC by grpc-java on both ends, which must not notice that there is a gateway. */
@Timeout(60)
class GrpcTest {
  private static final Metadata.Key<String> ASKED = key("x-asked");
  private static final Metadata.Key<String> TOLD = key("x-told");
  private static final Metadata.Key<String> AFTER = key("x_after.all");
  private static final Metadata.Key<byte[]> BINARY =
      Metadata.Key.of("x-more-bin", Metadata.BINARY_BYTE_MARSHALLER);

  private @Nullable Server server;
  private @Nullable Gateway gateway;
  private @Nullable ManagedChannel channel;

  private static Metadata.Key<String> key(String name) {
    return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
  }

  private ManagedChannel through(ServerServiceDefinition service) throws Exception {
    return through(Routes.all(), service);
  }

  private ManagedChannel through(RouteTable table, ServerServiceDefinition service)
      throws Exception {
    Server started = GrpcEnds.server(service).build().start();
    server = started;
    var endpoint = new EndpointSet.Endpoint("127.0.0.1", started.getPort());
    Gateway made = new Gateway(TestSettings.standard(), table).toHttp2(endpoint);
    gateway = made;
    channel = GrpcEnds.client(made.port());
    return channel;
  }

  private Gateway gateway() {
    return Objects.requireNonNull(gateway);
  }

  @AfterEach
  void stop() throws Exception {
    if (channel != null) {
      GrpcEnds.stop(channel);
    }
    if (gateway != null) {
      gateway.close();
    }
    if (server != null) {
      GrpcEnds.stop(server);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static byte[] unary(ManagedChannel to, byte[] request) {
    return ClientCalls.blockingUnaryCall(to, GrpcEnds.UNARY, GrpcEnds.options(), request);
  }

  private static Status failure(ManagedChannel to) {
    return assertThrows(StatusRuntimeException.class, () -> unary(to, bytes("x"))).getStatus();
  }

  @Test
  void aCallWithMetadataBothWays() throws Exception {
    var asked = new AtomicReference<@Nullable Metadata>();
    var interceptor =
        new ServerInterceptor() {
          @Override
          public <Q, A> ServerCall.Listener<Q> interceptCall(
              ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
            asked.set(headers);
            var told = new Metadata();
            told.put(TOLD, "head");
            call.sendHeaders(told);
            return next.startCall(
                new SimpleForwardingServerCall<>(call) {
                  @Override
                  public void sendHeaders(Metadata again) {}

                  @Override
                  public void close(Status status, Metadata trailers) {
                    trailers.put(TOLD, "tail");
                    trailers.put(AFTER, "after");
                    trailers.put(BINARY, new byte[] {0, -1, 7});
                    super.close(status, trailers);
                  }
                },
                headers);
          }
        };
    var to = through(ServerInterceptors.intercept(GrpcEnds.echo(), interceptor));
    var headers = new AtomicReference<Metadata>();
    var trailers = new AtomicReference<Metadata>();
    var sent = new Metadata();
    sent.put(ASKED, "who");
    sent.put(BINARY, new byte[] {1, 2, -3});

    byte[] answer =
        ClientCalls.blockingUnaryCall(
            ClientInterceptors.intercept(
                to,
                MetadataUtils.newAttachHeadersInterceptor(sent),
                MetadataUtils.newCaptureMetadataInterceptor(headers, trailers)),
            GrpcEnds.UNARY,
            GrpcEnds.options(),
            bytes("hello"));

    assertEquals("hello", text(answer));
    Metadata seen = asked.get();
    assertNotNull(seen);
    assertEquals("who", seen.get(ASKED));
    assertArrayEquals(new byte[] {1, 2, -3}, seen.get(BINARY));
    assertEquals("head", headers.get().get(TOLD));
    assertEquals("tail", trailers.get().get(TOLD));
    assertEquals("after", trailers.get().get(AFTER));
    assertArrayEquals(new byte[] {0, -1, 7}, trailers.get().get(BINARY));
  }

  @Test
  void manyMessagesDown() throws Exception {
    var to =
        through(
            ServerServiceDefinition.builder(GrpcEnds.SERVICE)
                .addMethod(
                    GrpcEnds.DOWN,
                    ServerCalls.asyncServerStreamingCall(
                        (request, out) -> {
                          for (int i = 0; i < 10_000; i++) {
                            out.onNext(bytes(text(request) + i));
                          }
                          out.onCompleted();
                        }))
                .build());

    Iterator<byte[]> answers =
        ClientCalls.blockingServerStreamingCall(to, GrpcEnds.DOWN, GrpcEnds.options(), bytes("n"));

    for (int i = 0; i < 10_000; i++) {
      assertEquals("n" + i, text(answers.next()));
    }
    assertEquals(false, answers.hasNext());
  }

  @Test
  void manyMessagesUp() throws Exception {
    var to =
        through(
            ServerServiceDefinition.builder(GrpcEnds.SERVICE)
                .addMethod(GrpcEnds.UP, ServerCalls.asyncClientStreamingCall(Counting::new))
                .build());
    var answers = new Answers();

    StreamObserver<byte[]> up =
        ClientCalls.asyncClientStreamingCall(to.newCall(GrpcEnds.UP, GrpcEnds.options()), answers);
    for (int i = 0; i < 10_000; i++) {
      up.onNext(new byte[100]);
    }
    up.onCompleted();

    assertEquals("1000000", answers.next());
    assertEquals("end", answers.next());
  }

  @Test
  void messagesInTurns() throws Exception {
    var to =
        through(
            ServerServiceDefinition.builder(GrpcEnds.SERVICE)
                .addMethod(GrpcEnds.BOTH, ServerCalls.asyncBidiStreamingCall(Echoing::new))
                .build());
    var answers = new Answers();

    StreamObserver<byte[]> up =
        ClientCalls.asyncBidiStreamingCall(to.newCall(GrpcEnds.BOTH, GrpcEnds.options()), answers);
    for (int i = 0; i < 200; i++) {
      up.onNext(bytes("turn " + i));
      assertEquals("turn " + i, answers.next());
    }
    up.onCompleted();

    assertEquals("end", answers.next());
    assertEquals(200, gateway().outcome().status());
  }

  @Test
  void largeMessages() throws Exception {
    var to = through(GrpcEnds.echo());
    var large = new byte[16 << 20];
    new Random(1).nextBytes(large);

    assertArrayEquals(large, unary(to, large));
  }

  /** The client asks for one message only; what the server may send meanwhile is bounded. */
  @Test
  void aClientThatDoesNotReadHoldsItsServerUp() throws Exception {
    var sent = new AtomicLong();
    var stopped = new Semaphore(0);
    var to =
        through(
            ServerServiceDefinition.builder(GrpcEnds.SERVICE)
                .addMethod(
                    GrpcEnds.DOWN,
                    ServerCalls.asyncServerStreamingCall(
                        (_, out) -> {
                          var way = (ServerCallStreamObserver<byte[]>) out;
                          way.setOnReadyHandler(() -> pour(way, sent, stopped));
                          way.setOnCancelHandler(() -> {});
                        }))
                .build());
    ClientCall<byte[], byte[]> call = to.newCall(GrpcEnds.DOWN, GrpcEnds.options());
    call.start(new ClientCall.Listener<>() {}, new Metadata());
    call.request(1);
    call.sendMessage(bytes("x"));
    call.halfClose();

    assertTrue(stopped.tryAcquire(20, TimeUnit.SECONDS));
    long bound = 16 << 20;
    while (stopped.tryAcquire(500, TimeUnit.MILLISECONDS)) {
      assertTrue(sent.get() < bound, "sent " + sent);
    }
    assertTrue(sent.get() < bound, "sent " + sent);
    assertEquals("x", text(unaryOfAnother()));
    call.cancel("enough", null);
  }

  /** Another connection to the same backend. */
  private byte[] unaryOfAnother() throws Exception {
    Server echo = GrpcEnds.server(GrpcEnds.echo()).build().start();
    gateway().toHttp2(new EndpointSet.Endpoint("127.0.0.1", echo.getPort()));
    ManagedChannel other = GrpcEnds.client(gateway().port());
    try {
      return unary(other, bytes("x"));
    } finally {
      GrpcEnds.stop(other);
      GrpcEnds.stop(echo);
    }
  }

  private static void pour(
      ServerCallStreamObserver<byte[]> out, AtomicLong sent, Semaphore stopped) {
    while (out.isReady()) {
      out.onNext(new byte[8192]);
      sent.addAndGet(8192);
    }
    stopped.release();
  }

  @Test
  void aClientsCancelReachesTheServer() throws Exception {
    var begun = new CountDownLatch(1);
    var cancelled = new CountDownLatch(1);
    var to =
        through(
            GrpcEnds.unary(
                (_, out) -> {
                  ((ServerCallStreamObserver<byte[]>) out).setOnCancelHandler(cancelled::countDown);
                  begun.countDown();
                }));
    ClientCall<byte[], byte[]> call = to.newCall(GrpcEnds.UNARY, GrpcEnds.options());
    ClientCalls.asyncUnaryCall(call, bytes("x"), new Answers());
    assertTrue(begun.await(10, TimeUnit.SECONDS));

    call.cancel("changed my mind", null);

    assertTrue(cancelled.await(10, TimeUnit.SECONDS));
    assertEquals(Reason.CLIENT_RESET, gateway().outcome().reason());
    assertEquals(0, gateway().backendsGone().availablePermits(), "the connection is kept");
  }

  @Test
  void aServersFailureIsTrailersOnly() throws Exception {
    var to =
        through(
            GrpcEnds.unary(
                (_, out) ->
                    out.onError(
                        Status.ABORTED.withDescription("100 % süß\nno").asRuntimeException())));

    Status status = failure(to);

    assertEquals(Status.Code.ABORTED, status.getCode());
    assertEquals("100 % süß\nno", status.getDescription());
  }

  @Test
  void aServersFailureInTheMiddle() throws Exception {
    var to =
        through(
            ServerServiceDefinition.builder(GrpcEnds.SERVICE)
                .addMethod(
                    GrpcEnds.DOWN,
                    ServerCalls.asyncServerStreamingCall(
                        (_, out) -> {
                          out.onNext(bytes("one"));
                          out.onError(Status.DATA_LOSS.asRuntimeException());
                        }))
                .build());

    Iterator<byte[]> answers =
        ClientCalls.blockingServerStreamingCall(to, GrpcEnds.DOWN, GrpcEnds.options(), bytes("n"));

    assertEquals("one", text(answers.next()));
    Status status = assertThrows(StatusRuntimeException.class, answers::hasNext).getStatus();
    assertEquals(Status.Code.DATA_LOSS, status.getCode());
  }

  @Test
  void anUnknownMethodIsTheServersToRefuse() throws Exception {
    var to = through(ServerServiceDefinition.builder(GrpcEnds.SERVICE).build());

    assertEquals(Status.Code.UNIMPLEMENTED, failure(to).getCode());
  }

  @Test
  void aDeadlineEndsTheCallEverywhere() throws Exception {
    var cancelled = new CountDownLatch(1);
    var to =
        through(
            GrpcEnds.unary(
                (_, out) ->
                    ((ServerCallStreamObserver<byte[]>) out)
                        .setOnCancelHandler(cancelled::countDown)));

    Status status =
        assertThrows(
                StatusRuntimeException.class,
                () ->
                    ClientCalls.blockingUnaryCall(
                        to,
                        GrpcEnds.UNARY,
                        GrpcEnds.options().withDeadlineAfter(300, TimeUnit.MILLISECONDS),
                        bytes("x")))
            .getStatus();

    assertEquals(Status.Code.DEADLINE_EXCEEDED, status.getCode());
    assertTrue(cancelled.await(10, TimeUnit.SECONDS));
  }

  @Test
  void theRulesTimeoutIsADeadline() throws Exception {
    var to =
        through(
            Routes.all(new LoadBalancer.RoundRobin(), new Timeouts(300, 0)),
            GrpcEnds.unary((_, _) -> {}));

    Status status = failure(to);

    assertEquals(Status.Code.DEADLINE_EXCEEDED, status.getCode());
    assertTrue(String.valueOf(status.getDescription()).startsWith("REQUEST_TIMEOUT"));
    assertEquals(Reason.REQUEST_TIMEOUT, gateway().outcome().reason());
  }

  /** Neither the client nor the server looks at the clock. */
  @Test
  void theCallsDeadlineBoundsItHere() throws Exception {
    var reset = new CountDownLatch(1);
    try (var backend =
            new FrameBackend(
                (peer, _) -> {
                  peer.accept().readUntil(() -> peer.on(3).reset() >= 0);
                  reset.countDown();
                });
        var before =
            new Gateway(TestSettings.standard(), Routes.all()).toHttp2(backend.endpoint());
        var client = before.frames()) {
      client.post(
          1,
          "/shop.Orders/Unary",
          "content-type",
          "application/grpc",
          "te",
          "trailers",
          "grpc-timeout",
          "200m");
      client.data(1, true, new byte[5]);

      StreamAnswer answer = client.answer(1);

      assertEquals(200, answer.status());
      assertEquals("4", answer.field("grpc-status"));
      assertTrue(reset.await(10, TimeUnit.SECONDS));
    }
  }

  /** Which it can't be, but its answer should make sense all the same. */
  @Test
  void aCallOfHttp11() throws Exception {
    try (var before = new Gateway();
        var client = before.client()) {
      Message answer =
          client
              .send("POST /x HTTP/1.1\r\nHost: a\r\nContent-Type: application/grpc\r\n\r\n")
              .answer();

      assertNotNull(answer);
      assertEquals(200, answer.status());
      assertEquals("14", answer.field("grpc-status"));
      assertEquals("0", answer.field("content-length"));
    }
  }

  @Test
  void withoutAnEndpointItIsUnavailable() throws Exception {
    var to = through(GrpcEnds.echo());
    gateway().toHttp2();

    Status status = failure(to);

    assertEquals(Status.Code.UNAVAILABLE, status.getCode());
    assertTrue(String.valueOf(status.getDescription()).startsWith("NO_ENDPOINT"));
    assertEquals(Reason.NO_ENDPOINT, gateway().outcome().reason());
  }

  @Test
  void withoutAListenerItIsUnavailable() throws Exception {
    var to = through(GrpcEnds.echo());
    GrpcEnds.stop(Objects.requireNonNull(server));

    Status status = failure(to);

    assertEquals(Status.Code.UNAVAILABLE, status.getCode());
    assertTrue(String.valueOf(status.getDescription()).startsWith("CONNECT_FAILED"));
  }

  @Test
  void withoutARouteItIsUnimplemented() throws Exception {
    var to = through(RouteTable.EMPTY, GrpcEnds.echo());

    Status status = failure(to);

    assertEquals(Status.Code.UNIMPLEMENTED, status.getCode());
    assertTrue(String.valueOf(status.getDescription()).startsWith("NO_ROUTE"));
  }

  @Test
  void manyCallsShareOneConnection() throws Exception {
    var to = through(GrpcEnds.echo());
    List<ListenableFuture<byte[]>> calls = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      calls.add(
          ClientCalls.futureUnaryCall(
              to.newCall(GrpcEnds.UNARY, GrpcEnds.options()), bytes("call " + i)));
    }
    for (int i = 0; i < 1000; i++) {
      assertEquals("call " + i, text(calls.get(i).get(20, TimeUnit.SECONDS)));
    }
    assertEquals(0, gateway().backendsGone().availablePermits());
  }

  /** Answers with the number of bytes that came. */
  private static final class Counting implements StreamObserver<byte[]> {
    private final StreamObserver<byte[]> out;
    private long bytes;

    Counting(StreamObserver<byte[]> out) {
      this.out = out;
    }

    @Override
    public void onNext(byte[] message) {
      bytes += message.length;
    }

    @Override
    public void onError(Throwable error) {}

    @Override
    public void onCompleted() {
      out.onNext(GrpcTest.bytes(Long.toString(bytes)));
      out.onCompleted();
    }
  }

  /** Answers each message with the same. */
  private record Echoing(StreamObserver<byte[]> out) implements StreamObserver<byte[]> {
    @Override
    public void onNext(byte[] message) {
      out.onNext(message);
    }

    @Override
    public void onError(Throwable error) {}

    @Override
    public void onCompleted() {
      out.onCompleted();
    }
  }

  /** What came back. */
  private static final class Answers implements StreamObserver<byte[]> {
    private final BlockingQueue<String> all = new LinkedBlockingQueue<>();

    @Override
    public void onNext(byte[] message) {
      all.add(text(message));
    }

    @Override
    public void onError(Throwable error) {
      all.add(String.valueOf(error));
    }

    @Override
    public void onCompleted() {
      all.add("end");
    }

    String next() throws InterruptedException {
      return String.valueOf(all.poll(20, TimeUnit.SECONDS));
    }
  }
}
