package dev.gatehouse.dataplane.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.dataplane.exchange.Headers;
import dev.gatehouse.dataplane.exchange.Outcome;
import dev.gatehouse.dataplane.exchange.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When a request goes to another endpoint, and when it must not. */
class AttemptsTest {
  private final MemoryGateway gateway = new MemoryGateway(Routes.all(), 3);

  @Test
  void aConnectionThatWasNeverMadeSendsAnyRequestElsewhere() {
    gateway.refuse(0);
    gateway.refuse(1);

    MemoryClient client = gateway.send(MemoryClient.post("/"));
    client.body().chunk("body").end();
    gateway.lastConnection().answer(200, "ok");

    assertEquals(200, client.status());
    assertEquals("body", gateway.lastConnection().requestBody().text());
    assertEquals("10.0.0.2:80", gateway.outcome().endpoint());
    assertTrue(gateway.outcome().attempts() <= 3, "no endpoint is asked twice");
  }

  @Test
  void whereAllRefuseTheClientIsToldAfterAFewAttempts() {
    for (int i = 0; i < 3; i++) {
      gateway.refuse(i);
    }

    MemoryClient client = gateway.send(MemoryClient.get("/"));

    assertEquals(503, client.status());
    assertEquals(Reason.CONNECT_FAILED, gateway.outcome().reason());
    assertEquals(4, gateway.outcome().attempts());
    assertEquals(0, gateway.inFlight());
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "HEAD", "OPTIONS", "PUT", "DELETE"})
  void whatMayRunTwiceIsSentAgain(String method) {
    MemoryClient client = gateway.send(bodiless(method));
    gateway.lastConnection().die();
    assertEquals(2, gateway.connections().size());
    assertNotEquals(
        gateway.connections().get(0).endpoint(), gateway.connections().get(1).endpoint());

    gateway.lastConnection().answer(200, "");

    assertEquals(200, client.status());
    assertEquals(2, gateway.outcome().attempts());
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PATCH", "LOCK"})
  void whatMayNotRunTwiceIsNot(String method) {
    MemoryClient client = gateway.send(bodiless(method));
    gateway.lastConnection().die();

    assertEquals(502, client.status());
    assertEquals(1, gateway.connections().size());
    assertEquals(Reason.UPSTREAM_RESET, gateway.outcome().reason());
  }

  @Test
  void aBodyThatHasBegunToFlowIsNeverSentAgain() {
    var put = new MemoryClient("PUT", "/", new Headers().add("transfer-encoding", "chunked"), true);
    gateway.send(put);
    put.body().chunk("half");
    gateway.lastConnection().die();

    assertEquals(502, put.status());
    assertEquals(1, gateway.connections().size());
    assertTrue(put.closes(), "the rest of the body must not be taken for a request");
  }

  @Test
  void anAnswerThatHasBegunIsNeverAskedForAgain() {
    MemoryClient client = gateway.send(MemoryClient.get("/"));
    gateway.lastConnection().head(200).chunk("half").fail();

    assertTrue(client.aborted());
    assertEquals(1, gateway.connections().size());
    Outcome outcome = gateway.outcome();
    assertEquals(Reason.UPSTREAM_RESET, outcome.reason());
    assertEquals(4, outcome.responseBytes());
    assertEquals(0, gateway.inFlight());
  }

  @Test
  void aWholeExchangeLeavesItsConnectionToTheNext() {
    gateway.endpoints(1);
    gateway.send(MemoryClient.get("/1"));
    gateway.lastConnection().answer(200, "one");
    gateway.send(MemoryClient.get("/2"));
    gateway.lastConnection().answer(200, "two");

    assertEquals(1, gateway.connections().size());
    assertEquals(2, gateway.lastConnection().requests().size());
    assertNull(gateway.outcomes().getLast().reason());
  }

  @Test
  void anAnswerBeforeTheBodyHasBeenSentEndsBothConnections() {
    MemoryClient client = gateway.send(MemoryClient.post("/"));
    client.body().chunk("half");
    gateway.lastConnection().answer(413, "too much");

    assertEquals(413, client.status());
    assertTrue(client.closes());
    assertTrue(gateway.lastConnection().closed());
  }

  private static MemoryClient bodiless(String method) {
    return new MemoryClient(method, "/", new Headers(), false);
  }
}
