package dev.gatehouse.e2e.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.crds.v1alpha1.GatewayRoute;
import dev.gatehouse.e2e.Eventually;
import dev.gatehouse.e2e.apiserver.ApiServer;
import dev.gatehouse.e2e.apiserver.ApiWire;
import dev.gatehouse.e2e.apiserver.WithApiServer;
import dev.gatehouse.operator.input.kubernetes.OperatorClient;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Fault 2: watches that break, fall silent, or are no longer resumed; no change is lost, and
 * nothing stays.
 */
@WithApiServer
class WatchTest {
  /** For OperatorClient's own, which its tests hold to 90 s. */
  private static final Duration SILENCE = Duration.ofSeconds(3);

  /**
   * Fault 1: within which changes are to be applied that were made while the API server was away.
   */
  private static final Duration SOON = Duration.ofSeconds(10);

  private final ApiServer api;
  private final ApiWire wire;
  private final Gateway gateway;

  WatchTest(ApiServer api) {
    this.api = api;
    wire = new ApiWire(api);
    gateway = new Gateway(api, "watch", OperatorClient.of(wire.config(), SILENCE));
  }

  @BeforeEach
  void routesAreServed() {
    gateway.backend("v1");
    gateway.backend("v2");
    for (String name : new String[] {"kept", "edited", "deleted", "replaced"}) {
      gateway.route(name, "/" + name, "v1");
    }
    for (String name : new String[] {"kept", "edited", "deleted", "replaced"}) {
      gateway.awaitProgrammed(name);
    }
  }

  @AfterEach
  void close() throws IOException {
    api.start();
    gateway.close();
    wire.close();
  }

  @Test
  void oneThatExpiredLosesNoChangeAndKeepsNothing() {
    String last =
        api.client().resources(GatewayRoute.class).list().getMetadata().getResourceVersion();
    wire.cut();
    changeAll();
    api.restartWithoutHistory();
    assertTrue(watchFrom(last).contains("410"), () -> watchFrom(last));
    assertEquals("200 v1", gateway.get("/deleted"), "nobody has told the operator");

    wire.mend();

    awaitAll(SOON);
  }

  @Test
  void onesThatBreakAgainAndAgainLoseNoChange() {
    int rounds = 24;
    for (int i = 0; i < rounds; i++) {
      wire.breakConnections();
      gateway.route("edited", "/edited", i % 2 == 0 ? "v2" : "v1");
      gateway.route("r" + i, "/r/" + i, "v1");
      if (i >= 2) {
        gateway.delete("r" + (i - 2));
      }
      // Now and then the next break meets an operator that has caught up.
      if (i % 3 == 0) {
        gateway.awaitAnswer("/r/" + i, "200 v1");
      }
    }

    gateway.awaitAnswer("/r/" + (rounds - 1), "200 v1");
    gateway.awaitAnswer("/r/" + (rounds - 2), "200 v1");
    gateway.awaitAnswer("/edited", "200 v1");
    for (int i = 0; i < rounds - 2; i++) {
      gateway.awaitAnswer("/r/" + i, "404");
    }
    gateway.awaitProgrammed("r" + (rounds - 1));
    gateway.awaitProgrammed("edited");
  }

  @Test
  void onesThatFallSilentAreGivenUpAndLoseNoChange() {
    assertTrue(wire.deaden() > 5, "the watches of five kinds, and that of statuses");
    changeAll();

    awaitAll(Gateway.PATIENCE);
  }

  @Test
  void onesThatAreCutAreNamedUntilTheyAreBack() {
    wire.cut();
    for (String kind : new String[] {"GatewayRoute", "Service", "EndpointSlice", "Namespace"}) {
      Eventually.until(
          () -> kind + " is not watched, but " + gateway.problems(),
          Gateway.PATIENCE,
          () ->
              gateway.problems().stream().anyMatch(p -> p.startsWith(kind + " is not watched: ")));
    }

    wire.mend();
    Eventually.until(
        () -> "no problem is left of " + gateway.problems(),
        Gateway.PATIENCE,
        () -> gateway.problems().isEmpty());
  }

  private void changeAll() {
    gateway.endpoints("v1", gateway.backend("moved"));
    gateway.route("created", "/created", "v2");
    gateway.route("edited", "/edited", "v2");
    gateway.delete("deleted");
    gateway.delete("replaced");
    gateway.route("replaced", "/again", "v2");
  }

  private void awaitAll(Duration within) {
    gateway.awaitAnswer("/created", "200 v2", within);
    gateway.awaitAnswer("/edited", "200 v2");
    gateway.awaitAnswer("/kept", "200 moved");
    gateway.awaitAnswer("/again", "200 v2");
    gateway.awaitAnswer("/deleted", "404");
    gateway.awaitAnswer("/replaced", "404");
    gateway.awaitProgrammed("created");
    gateway.awaitProgrammed("edited");
    gateway.awaitProgrammed("replaced");
  }

  private String watchFrom(String resourceVersion) {
    return api.kubectl(
            "get",
            "--raw",
            "/apis/gatehouse.dev/v1alpha1/gatewayroutes?watch=1&timeoutSeconds=1&resourceVersion="
                + resourceVersion)
        .output();
  }
}
