package dev.gatehouse.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gatehouse.cli.folder.Inspection;
import dev.gatehouse.cli.schema.GatewayRouteCheck;
import dev.gatehouse.operator.inspect.InspectListener;
import dev.gatehouse.operator.inspect.Inspected;
import dev.gatehouse.operator.inspect.OperatorReport;
import dev.gatehouse.snapshot.Delta;
import dev.gatehouse.snapshot.Push;
import dev.gatehouse.snapshot.SnapshotVersion;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** Commands that ask an operator, which here leads a cluster of the quickstart's objects. */
final class ClusterCommandsTest {
  private static final Path QUICKSTART = Path.of("..", "examples", "quickstart");

  private final Vertx vertx = Vertx.vertx();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private static final class Quickstart implements Inspected {
    @Override
    public Future<OperatorReport> report() {
      return Future.succeededFuture(new OperatorReport(true, List.of(), List.of()));
    }

    @Override
    public Future<Optional<Push>> snapshot(String fleet) {
      try {
        var folder = Inspection.of(QUICKSTART, new GatewayRouteCheck());
        return Future.succeededFuture(
            Optional.ofNullable(folder.translation().fleets().get(fleet))
                .map(
                    all ->
                        new Push(
                            fleet,
                            new SnapshotVersion(1, 1, all.hash().hex()),
                            null,
                            Delta.between(Map.of(), all.resources()))));
      } catch (IOException e) {
        return Future.failedFuture(e);
      }
    }
  }

  @AfterEach
  void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void statusTellsWhatTheOperatorKnows() {
    String operator = operator();

    assertEquals(0, run("status", "--operator", operator), err::toString);
    assertEquals(
        """
        operator  %s leads
        fleet     none: no route names a gateway, and no pod is there
        """
            .formatted(operator),
        out.toString());
  }

  @Test
  void statusSpeaksJson() throws IOException {
    assertEquals(0, run("status", "--operator", operator(), "-o", "json"));

    assertTrue(new ObjectMapper().readTree(out.toString()).path("leads").asBoolean());
  }

  @Test
  void explainAsksWhatPodsAreGiven() {
    assertEquals(
        0,
        run(
            "explain",
            "--cluster",
            "--operator",
            operator(),
            "GET",
            "http://localhost:8080/orders/42",
            "-H",
            "x-beta: 1"),
        err::toString);

    assertTrue(
        out.toString().contains("rule      default/shop/orders-beta (spec.rules[2])"),
        out::toString);
  }

  @Test
  void explainFindsNoRuleInAFleetThatNobodyNames() {
    assertEquals(
        1,
        run(
            "explain",
            "--cluster",
            "--operator",
            operator(),
            "--gateway",
            "edge",
            "GET",
            "http://localhost/"));
    assertTrue(out.toString().contains("answer    404 NO_ROUTE"), out::toString);
  }

  @Test
  void saysWhoCannotBeAsked() throws IOException {
    int port;
    try (var free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }

    assertEquals(1, run("status", "--operator", "http://127.0.0.1:" + port));
    assertTrue(
        err.toString()
            .startsWith(
                "gatehouse: The operator http://127.0.0.1:%d can't be asked: ".formatted(port)),
        err::toString);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          explain --cluster folder GET http://a/ | With --cluster there is a METHOD and a URL, and no FOLDER.
          explain GET http://a/                  | Say which FOLDER, METHOD and URL; or --cluster, METHOD and URL.
          """)
  void saysHowItIsUsed(String arguments, String message) {
    assertEquals(2, run((Object[]) arguments.split(" ", -1)));
    assertEquals(message, err.toString().lines().findFirst().orElseThrow());
  }

  private String operator() {
    return "http://127.0.0.1:"
        + InspectListener.listen(vertx, 0, new Quickstart())
            .toCompletionStage()
            .toCompletableFuture()
            .join()
            .actualPort();
  }

  private int run(Object... arguments) {
    CommandLine command = Gatehouse.commandLine();
    command.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    return command.execute(Stream.of(arguments).map(Object::toString).toArray(String[]::new));
  }
}
