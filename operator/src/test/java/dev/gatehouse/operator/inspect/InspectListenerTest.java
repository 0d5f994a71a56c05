package dev.gatehouse.operator.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gatehouse.operator.publish.FleetReport;
import dev.gatehouse.operator.publish.PodReport;
import dev.gatehouse.snapshot.Ack;
import dev.gatehouse.snapshot.Delta;
import dev.gatehouse.snapshot.Push;
import dev.gatehouse.snapshot.PushCodec;
import dev.gatehouse.snapshot.ResourceId;
import dev.gatehouse.snapshot.SnapshotVersion;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InspectListenerTest {
  private static final SnapshotVersion VERSION = new SnapshotVersion(2, 7, "abcdef0123");
  private static final Push PUSH = new Push("default", VERSION, null, Delta.NONE);
  private static final OperatorReport REPORT =
      new OperatorReport(
          true,
          List.of("Service is not watched"),
          List.of(
              new FleetReport(
                  "default",
                  VERSION,
                  3,
                  List.of(
                      new PodReport("new", "http://10.0.0.1:9901", false, null, null),
                      new PodReport(
                          "old",
                          "http://10.0.0.2:9901",
                          true,
                          new Ack(
                              VERSION,
                              List.of(
                                  new Ack.Rejection(
                                      new ResourceId("route/a"), "ff", "INVALID_RESOURCE", "no")),
                              true),
                          new PodReport.Failure("UNREACHABLE", "connection refused"))))));

  private final Vertx vertx = Vertx.vertx();
  private final int port =
      InspectListener.listen(vertx, 0, new Known())
          .toCompletionStage()
          .toCompletableFuture()
          .join()
          .actualPort();

  private static final class Known implements Inspected {
    @Override
    public Future<OperatorReport> report() {
      return Future.succeededFuture(REPORT);
    }

    @Override
    public Future<Optional<Push>> snapshot(String fleet) {
      return Future.succeededFuture(Optional.of(PUSH).filter(push -> push.fleet().equals(fleet)));
    }
  }

  private record Answer(int status, Buffer body) {}

  @AfterEach
  void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void tellsItsReport() throws Exception {
    assertEquals(
        REPORT, OperatorReport.read(ask("localhost", InspectListener.REPORT).body().getBytes()));
  }

  @Test
  void leavesOutWhatALaterOperatorSays() throws Exception {
    String report = "{\"leads\":true,\"problems\":[],\"fleets\":[],\"mood\":1}";

    assertEquals(
        new OperatorReport(true, List.of(), List.of()),
        OperatorReport.read(Buffer.buffer(report).getBytes()));
  }

  @Test
  void handsOutAFleetsSnapshotAsAPush() throws Exception {
    Answer answer = ask("localhost", InspectListener.snapshot("default"));

    assertEquals(PUSH, PushCodec.read(answer.body().getBytes()));
  }

  @Test
  void knowsWhereNothingIsPublished() {
    assertEquals(404, ask("localhost", InspectListener.snapshot("other")).status());
  }

  @ParameterizedTest
  @CsvSource({"localhost, 200", "127.0.0.1, 200", "[::1], 200", "evil.example, 421"})
  void answersOnlyToNamesOfThisMachine(String host, int status) {
    assertEquals(status, ask(host, InspectListener.REPORT).status());
  }

  private Answer ask(String host, String path) {
    var client = vertx.createHttpClient();
    return client
        .request(HttpMethod.GET, port, "127.0.0.1", path)
        .compose(request -> request.putHeader("host", host + ":8082").send())
        .compose(InspectListenerTest::read)
        .toCompletionStage()
        .toCompletableFuture()
        .join();
  }

  private static Future<Answer> read(HttpClientResponse response) {
    return response.body().map(body -> new Answer(response.statusCode(), body));
  }
}
