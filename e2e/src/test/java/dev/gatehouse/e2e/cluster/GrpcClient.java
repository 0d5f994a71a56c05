package dev.gatehouse.e2e.cluster;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.concurrent.TimeUnit;

/** gRPC: calls with one answer, and now and then one whose answers take a second. */
final class GrpcClient implements LoadClient {
  private static final Metadata.Key<String> ID =
      Metadata.Key.of("x-id", Metadata.ASCII_STRING_MARSHALLER);
  private static final MethodDescriptor<String, String> CALL = method("Call", MethodType.UNARY);
  private static final MethodDescriptor<String, String> STREAM =
      method("Stream", MethodType.SERVER_STREAMING);
  private static final int ANSWERS_OF_STREAM = 10;

  private final ManagedChannel channel;

  GrpcClient(InetSocketAddress gateway) {
    this.channel =
        NettyChannelBuilder.forAddress(gateway)
            .overrideAuthority("shop.example")
            .usePlaintext()
            .disableRetry()
            .build();
  }

  @Override
  public Outcome ask(Question question) throws IOException {
    var metadata = new Metadata();
    metadata.put(ID, question.id());
    Channel to =
        ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(metadata));
    CallOptions options = CallOptions.DEFAULT.withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS);
    String message = question.body();
    try {
      if (question.number() % 10 == 5) {
        checkAll(ClientCalls.blockingServerStreamingCall(to, STREAM, options, message), message);
      } else {
        check(ClientCalls.blockingUnaryCall(to, CALL, options, message), message);
      }
      return Outcome.ANSWERED;
    } catch (StatusRuntimeException e) {
      channel.resetConnectBackoff();
      throw LoadClient.failure(e);
    }
  }

  private static void checkAll(Iterator<String> answers, String message) throws IOException {
    int count = 0;
    for (; answers.hasNext(); count++) {
      check(answers.next(), message);
    }
    if (count != ANSWERS_OF_STREAM) {
      throw new IOException(count + " answers of " + ANSWERS_OF_STREAM);
    }
  }

  private static void check(String answer, String message) throws IOException {
    Question.check(answer, message.length(), message);
  }

  @Override
  public void close() throws IOException {
    channel.shutdownNow();
  }

  private static MethodDescriptor<String, String> method(String name, MethodType type) {
    return MethodDescriptor.<String, String>newBuilder()
        .setFullMethodName(MethodDescriptor.generateFullMethodName("shop.Echo", name))
        .setType(type)
        .setRequestMarshaller(new Text())
        .setResponseMarshaller(new Text())
        .build();
  }

  /** In place of protobuf. */
  private static final class Text implements MethodDescriptor.Marshaller<String> {
    @Override
    public InputStream stream(String value) {
      return new ByteArrayInputStream(value.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String parse(InputStream stream) {
      try {
        return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
