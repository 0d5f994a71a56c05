package dev.gatehouse.cli.cluster;

import dev.gatehouse.dataplane.compile.Compilation;
import dev.gatehouse.dataplane.compile.Compiler;
import dev.gatehouse.dataplane.compile.Features;
import dev.gatehouse.operator.inspect.InspectListener;
import dev.gatehouse.operator.inspect.OperatorReport;
import dev.gatehouse.snapshot.PushCodec;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The operator that is asked. */
public final class ClusterOperator implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
  private final URI address;
  private final @Nullable LeaderPort port;

  private ClusterOperator(URI address, @Nullable LeaderPort port) {
    this.address = address;
    this.port = port;
  }

  /** One that somebody else forwards a port to, like {@code http://127.0.0.1:8082}. */
  public static ClusterOperator at(URI address) {
    return new ClusterOperator(address, null);
  }

  /** The one that leads; closes the port. */
  public static ClusterOperator behind(LeaderPort port) {
    return new ClusterOperator(port.address(), port);
  }

  /** For people. */
  public String name() {
    return port == null ? address.toString() : port.holder();
  }

  public OperatorReport report() throws IOException {
    return OperatorReport.read(get(InspectListener.REPORT).body());
  }

  /** What pods make of the snapshot that is published to a fleet; nothing if no route names it. */
  public Compilation fleet(String name) throws IOException {
    HttpResponse<byte[]> answer = get(InspectListener.snapshot(name));
    if (answer.statusCode() == 404) {
      return Compilation.EMPTY;
    }
    try {
      var snapshot = PushCodec.read(answer.body()).delta().upserted();
      return new Compiler(Features.SUPPORTED).compile(snapshot);
    } catch (PushCodec.MalformedPush e) {
      throw new Unreachable(
          "The operator's snapshot can't be read; is this gatehouse of another version? "
              + e.getMessage(),
          e);
    }
  }

  private HttpResponse<byte[]> get(String path) throws IOException {
    var request = HttpRequest.newBuilder(address.resolve(path)).timeout(PATIENCE).build();
    try {
      HttpResponse<byte[]> answer = http.send(request, BodyHandlers.ofByteArray());
      if (answer.statusCode() != 200 && answer.statusCode() != 404) {
        throw new Unreachable("The operator answers " + answer.statusCode() + " to " + path);
      }
      return answer;
    } catch (Unreachable e) {
      throw e;
    } catch (IOException e) {
      String why = port == null ? null : port.failure();
      throw new Unreachable(
          "The operator %s can't be asked: %s".formatted(name(), why == null ? e : why), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Unreachable("interrupted", e);
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
    if (port != null) {
      port.close();
    }
  }
}
