package dev.gatehouse.e2e.operator;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.gatehouse.e2e.apiserver.ApiServer;
import dev.gatehouse.e2e.apiserver.WithApiServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@WithApiServer
class QuarantineTest {
  /** The schema can't know which variables a path has. */
  private static final String BAD =
      """
      matches: [{path: {type: PathPrefix, value: /}}]
          filters:
          - type: RequestHeaderModifier
            requestHeaderModifier: {set: [{name: x-id, value: "${path.id}"}]}
          backendRefs: [{name: v2, port: 80}]""";

  private final Gateway gateway;

  QuarantineTest(ApiServer api) {
    gateway = new Gateway(api, "quarantine");
  }

  @BeforeEach
  void goodAndThenBad() {
    gateway.backend("v1");
    gateway.backend("v2");
    gateway.route("orders", "/", "v1");
    gateway.awaitProgrammed("orders");
    gateway.rule("orders", BAD);
    gateway.await("orders", "Programmed", "Quarantined");
  }

  @AfterEach
  void close() {
    gateway.close();
  }

  @Test
  void theLastGoodGenerationServesOnUntilThereIsABetterOne() {
    assertEquals("200 v1", gateway.get("/"));
    var status = requireNonNull(gateway.read("orders").getStatus());
    assertEquals(1, requireNonNull(status.lastGood()).generation());
    assertEquals(1, status.liveGeneration());

    gateway.route("other", "/other", "v2");
    gateway.awaitProgrammed("other");

    gateway.route("orders", "/", "v2");
    gateway.awaitProgrammed("orders");
    assertEquals("200 v2", gateway.get("/"));
    assertNull(requireNonNull(gateway.read("orders").getStatus()).lastGood());
  }

  @Test
  void aRestartOfEverythingServesTheLastGoodGenerationAgain() {
    String version = gateway.resourceVersion("orders");
    gateway.stopOperator();
    gateway.restartDataPlane();
    gateway.startOperator();

    gateway.awaitAnswer("/", "200 v1");
    gateway.route("other", "/other", "v2");
    gateway.awaitProgrammed("other");
    assertEquals(
        version, gateway.resourceVersion("orders"), "nothing changed, so nothing is written");
  }

  @Test
  void aRouteThatIsDeletedIsGoneAndItsLastGoodGenerationWithIt() {
    gateway.delete("orders");
    gateway.awaitAnswer("/", "404");

    gateway.rule("orders", BAD);
    gateway.await("orders", "Programmed", "Invalid");
    assertEquals("404", gateway.get("/"));
    assertNotNull(gateway.condition("orders", "Accepted"));
  }

  @Test
  void theLastGoodGenerationSeesTheServicesOfToday() {
    gateway.endpoints("v1", gateway.backend("moved"));

    gateway.awaitAnswer("/", "200 moved");
  }
}
