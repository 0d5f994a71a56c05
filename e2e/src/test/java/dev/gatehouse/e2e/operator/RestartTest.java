package dev.gatehouse.e2e.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gatehouse.e2e.apiserver.ApiServer;
import dev.gatehouse.e2e.apiserver.WithApiServer;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@WithApiServer
class RestartTest {
  /** Within which changes are to be applied once the API server is back. */
  private static final Duration SOON = Duration.ofSeconds(10);

  private final ApiServer api;
  private final Gateway gateway;

  RestartTest(ApiServer api) {
    this.api = api;
    gateway = new Gateway(api, "restart");
  }

  @BeforeEach
  void aRouteIsServed() {
    gateway.backend("v1");
    gateway.backend("v2");
    gateway.route("orders", "/", "v1");
    gateway.awaitProgrammed("orders");
    assertEquals("200 v1", gateway.get("/"));
  }

  @AfterEach
  void close() {
    api.start();
    gateway.close();
  }

  @Test
  void ofTheOperatorWritesNoStatus() {
    String version = gateway.resourceVersion("orders");

    gateway.restartOperator();
    gateway.route("later", "/later", "v2");
    gateway.awaitProgrammed("later");

    assertEquals(version, gateway.resourceVersion("orders"));
    assertEquals("200 v1", gateway.get("/"));
  }

  @Test
  void ofTheApiServerIsNotNoticedByClients() {
    try (var load = new Load(() -> gateway.get("/"), "200 v1")) {
      api.stop();
      load.awaitMore(200);
      api.start();
      gateway.route("later", "/later", "v2");
      gateway.awaitAnswer("/later", "200 v2", SOON);
      gateway.awaitProgrammed("later");
      load.assertClean();
    }
  }

  @Test
  void withoutHistoryLosesNoChange() {
    gateway.route("other", "/other", "v2");
    gateway.awaitProgrammed("other");

    api.restartWithoutHistory();
    gateway.delete("other");
    gateway.route("orders", "/", "v2");

    gateway.awaitAnswer("/", "200 v2");
    gateway.awaitProgrammed("orders");
    // The one prefix that is left takes what the deleted one took.
    gateway.awaitAnswer("/other", "200 v2");
    gateway.delete("orders");
    gateway.awaitAnswer("/other", "404");
  }

  @Test
  void ofTheApiServerWhileTheOperatorStartsDelaysItOnly() {
    gateway.stopOperator();
    api.stop();
    gateway.startOperator();
    gateway.restartDataPlane();
    assertEquals("503", gateway.get("/"), "a pod without a snapshot has no routes to deny");

    api.start();
    gateway.awaitAnswer("/", "200 v1");
  }

  @Test
  void ofTheDataPlaneBringsTheWholeSnapshotAgain() {
    String version = gateway.resourceVersion("orders");

    gateway.restartDataPlane();

    gateway.awaitAnswer("/", "200 v1");
    assertEquals(version, gateway.resourceVersion("orders"));
  }
}
