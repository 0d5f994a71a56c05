package dev.gatehouse.e2e.operator;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.e2e.Eventually;
import dev.gatehouse.e2e.apiserver.ApiServer;
import dev.gatehouse.e2e.apiserver.WithApiServer;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@WithApiServer
class RouteLifeTest {
  private final Gateway gateway;

  RouteLifeTest(ApiServer api) {
    gateway = new Gateway(api, "life");
  }

  @AfterEach
  void close() {
    gateway.close();
  }

  @Test
  void whatIsAppliedIsProgrammedAndServed() {
    gateway.backend("v1");
    gateway.backend("v2");
    gateway.route("orders", "/orders", "v1");
    gateway.awaitProgrammed("orders");
    assertEquals("200 v1", gateway.get("/orders/1"));
    assertEquals("404", gateway.get("/other"));

    gateway.route("orders", "/orders", "v2");
    gateway.awaitProgrammed("orders");
    assertEquals("200 v2", gateway.get("/orders/1"), "Programmed means live");

    gateway.delete("orders");
    gateway.awaitAnswer("/orders/1", "404");
  }

  @Test
  void aBackendThatComesLaterIsFound() {
    gateway.route("orders", "/", "later");
    gateway.await("orders", "ResolvedRefs", "BackendNotFound");
    gateway.awaitAnswer("/", "500");

    gateway.backend("later");
    gateway.awaitAnswer("/", "200 later");
    gateway.await("orders", "ResolvedRefs", "ResolvedRefs");
  }

  @Test
  void withoutAnyEndpointItSaysSoAndThenServesAgain() {
    Backend only = gateway.backend("v1");
    gateway.route("orders", "/", "v1");
    gateway.awaitProgrammed("orders");
    assertEquals("200 v1", gateway.get("/"));
    String version = gateway.resourceVersion("orders");

    gateway.noEndpoints("v1", only);
    gateway.awaitAnswer("/", "503");
    assertEquals(
        "503 gatehouse; error=destination_unavailable; details=\"NO_ENDPOINT\"",
        gateway.refusal("/"));

    gateway.endpoints("v1", only);
    gateway.awaitAnswer("/", "200 v1");
    assertEquals(version, gateway.resourceVersion("orders"), "the route was well all the time");
  }

  @Test
  void theOldestOfTwoRoutesWinsThoughItsNameSortsLater() {
    gateway.backend("v1");
    gateway.backend("v2");
    gateway.route("z-older", "/same", "v1");
    // Within one second the name would decide.
    Instant older = created("z-older");
    Eventually.until(
        "a second passes", Gateway.PATIENCE, () -> Instant.now().isAfter(older.plusSeconds(1)));
    gateway.route("a-younger", "/same", "v2");
    assertTrue(created("a-younger").isAfter(older));

    gateway.await("a-younger", "Shadowed", "Shadowed");
    assertEquals(
        "rule all takes no request, since GatewayRoute %s/z-older rule all takes them all"
            .formatted(gateway.namespace()),
        requireNonNull(gateway.condition("a-younger", "Shadowed")).getMessage());
    gateway.awaitProgrammed("z-older");
    assertNull(gateway.condition("z-older", "Shadowed"));
    assertEquals("200 v1", gateway.get("/same"));

    gateway.restartOperator();
    gateway.route("later", "/later", "v2");
    gateway.awaitProgrammed("later");
    assertEquals("200 v1", gateway.get("/same"), "a restart decides as before");
    assertNotNull(gateway.condition("a-younger", "Shadowed"));

    gateway.delete("z-older");
    gateway.awaitAnswer("/same", "200 v2");
    Eventually.until(
        () -> "nothing is shadowed in " + gateway.read("a-younger").getStatus(),
        Gateway.PATIENCE,
        () -> gateway.condition("a-younger", "Shadowed") == null);
    gateway.awaitProgrammed("a-younger");
  }

  private Instant created(String route) {
    return Instant.parse(gateway.read(route).getMetadata().getCreationTimestamp());
  }
}
