package dev.gatehouse.e2e.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.cli.cluster.ClusterOperator;
import dev.gatehouse.cli.cluster.StatusText;
import dev.gatehouse.dataplane.compile.Compilation;
import dev.gatehouse.e2e.Eventually;
import dev.gatehouse.e2e.apiserver.ApiServer;
import dev.gatehouse.e2e.apiserver.WithApiServer;
import dev.gatehouse.operator.inspect.OperatorReport;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an operator of a real API server tells people. */
@WithApiServer
class InspectTest {
  private final Gateway gateway;

  InspectTest(ApiServer api) {
    gateway = new Gateway(api, "inspect");
  }

  @BeforeEach
  void serve() {
    gateway.backend("v1");
    gateway.route("orders", "/orders", "v1");
    gateway.awaitProgrammed("orders");
  }

  @AfterEach
  void close() {
    gateway.close();
  }

  @Test
  void everyPodServesTheNewest() {
    StatusText.Told told = StatusText.of("one", report());

    assertTrue(told.well(), told.lines()::toString);
    String version = told.lines().get(1).replaceAll(".*version ([^,]+),.*", "$1");
    assertEquals(
        List.of("operator  one leads", "pod       pod-1: serves " + version),
        List.of(told.lines().getFirst(), told.lines().getLast()));
  }

  @Test
  void whatItPublishesIsWhatPodsCompile() throws IOException {
    try (var operator = operator()) {
      Compilation fleet = operator.fleet(gateway.namespace());

      assertEquals(1, fleet.upstreams().size());
      assertEquals(Compilation.EMPTY, operator.fleet("other"));
    }
  }

  @Test
  void aPodThatIsGoneIsNamed() {
    gateway.stopDataPlane();

    Eventually.until(
        () -> "the pod is told to fail: " + report(),
        Gateway.PATIENCE,
        () -> {
          StatusText.Told told = StatusText.of("one", report());
          return !told.well() && told.lines().toString().contains("UNREACHABLE");
        });
  }

  @Test
  void nobodyElseIsAnswered() {
    ClusterOperator operator = operator();
    gateway.stopOperator();

    assertThrows(IOException.class, operator::report);
  }

  /** As far as this fleet goes: other tests have routes for others, which have no pods. */
  private OperatorReport report() {
    try (var operator = operator()) {
      OperatorReport all = operator.report();
      return new OperatorReport(
          all.leads(),
          all.problems(),
          all.fleets().stream().filter(fleet -> fleet.name().equals(gateway.namespace())).toList());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private ClusterOperator operator() {
    return ClusterOperator.at(URI.create("http://127.0.0.1:" + gateway.inspectPort()));
  }
}
