package dev.gatehouse.e2e.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gatehouse.e2e.apiserver.ApiServer;
import dev.gatehouse.e2e.apiserver.WithApiServer;
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
  void theOldestOfTwoRoutesWins() {
    gateway.backend("v1");
    gateway.backend("v2");
    // Of the same second the name decides, and it decides as age would.
    gateway.route("a-older", "/same", "v1");
    gateway.awaitProgrammed("a-older");
    gateway.route("b-younger", "/same", "v2");

    gateway.await("b-younger", "Shadowed", "Shadowed");
    assertEquals("200 v1", gateway.get("/same"));
    gateway.restartOperator();
    gateway.route("c-youngest", "/same", "v2");
    gateway.await("c-youngest", "Shadowed", "Shadowed");
    assertEquals("200 v1", gateway.get("/same"));

    gateway.delete("a-older");
    gateway.awaitAnswer("/same", "200 v2");
  }
}
