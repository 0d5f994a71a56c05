package dev.gatehouse.dataplane.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.dataplane.exchange.Headers;
import dev.gatehouse.dataplane.exchange.Reason;
import dev.gatehouse.snapshot.LoadBalancer;
import dev.gatehouse.snapshot.Timeouts;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Who gives up first, and what is left then: nothing. */
class EndingsTest {
  private static final Timeouts TIMEOUTS = new Timeouts(10_000, 3_000);

  private final MemoryGateway gateway =
      new MemoryGateway(Routes.all(new LoadBalancer.RoundRobin(), TIMEOUTS), 2);

  @Test
  void aBackendThatIsSilentForItsTimeoutIsNotAskedAgain() {
    MemoryClient client = gateway.send(MemoryClient.get("/"));

    pass(2_999);
    assertEquals(0, client.status());
    pass(1);

    assertEquals(504, client.status());
    assertEquals(Reason.UPSTREAM_TIMEOUT, gateway.outcome().reason());
    assertEquals(1, gateway.connections().size());
    assertNothingIsLeft();
  }

  @Test
  void theBackendsTimeoutEndsWithItsHeadTheRequestsDoesNot() {
    MemoryClient client = gateway.send(MemoryClient.get("/"));
    MemorySource body = gateway.lastConnection().head(200).chunk("half");
    pass(9_999);
    assertFalse(client.aborted());
    pass(1);
    body.chunk("too late");

    assertTrue(client.aborted());
    assertEquals("half", client.answerBody().text());
    assertEquals(Reason.REQUEST_TIMEOUT, gateway.outcome().reason());
    assertNothingIsLeft();
  }

  @Test
  void theRequestsTimeoutCoversAllAttempts() {
    MemoryClient client = gateway.send(MemoryClient.get("/"));
    for (int i = 0; i < 3; i++) {
      pass(2_900);
      gateway.lastConnection().die();
    }
    pass(1_300);

    assertEquals(504, client.status());
    assertEquals(Reason.REQUEST_TIMEOUT, gateway.outcome().reason());
    assertEquals(4, gateway.outcome().attempts());
    assertNothingIsLeft();
  }

  @Test
  void aClientThatLeavesBeforeItsAnswerCancelsTheAttempt() {
    MemoryClient client = gateway.send(MemoryClient.post("/"));
    client.body().chunk("half");
    client.leave();
    gateway.lastConnection().die();

    assertEquals(499, gateway.outcome().status());
    assertEquals(Reason.CLIENT_RESET, gateway.outcome().reason());
    assertFalse(gateway.lastConnection().requestBody().ended(), "a cut body must not look whole");
    assertNothingIsLeft();
  }

  @Test
  void aClientThatLeavesInItsAnswerKeepsTheStatusItWasSent() {
    MemoryClient client = gateway.send(MemoryClient.get("/"));
    gateway.lastConnection().head(200).chunk("half");
    client.leave();

    assertEquals(200, gateway.outcome().status());
    assertEquals(Reason.CLIENT_RESET, gateway.outcome().reason());
    assertNothingIsLeft();
  }

  @Test
  void aMalformedBodyIsA400ForTheClientAndAnAbortForTheBackend() {
    MemoryClient client = gateway.send(MemoryClient.post("/"));
    client.body().chunk("half").fail();

    assertFalse(gateway.lastConnection().requestBody().ended());
    assertEquals(400, client.status());
    assertTrue(client.closes());
    assertNothingIsLeft();
  }

  @Test
  void aClientThatStopsSendingGetsA408() {
    var patient = new MemoryGateway(Routes.all(), 1);
    MemoryClient client = patient.send(MemoryClient.post("/"));
    client.body().chunk("half");
    sweepAfter(patient, Duration.ZERO);
    sweepAfter(patient, Duration.ofSeconds(59));
    client.body().chunk("more");
    sweepAfter(patient, Duration.ofSeconds(59));
    sweepAfter(patient, Duration.ofSeconds(60));
    assertEquals(0, client.status());
    sweepAfter(patient, Duration.ofMillis(1));

    assertEquals(408, client.status());
    assertTrue(client.closes());
    assertTrue(patient.lastConnection().closed());
  }

  @Test
  void aClientThatDoesNotReadItsAnswerIsCut() {
    var patient = new MemoryGateway(Routes.all(), 1);
    MemoryClient client = patient.send(MemoryClient.get("/"));
    client.answerBody().fill();
    MemorySource body = patient.lastConnection().head(200).chunk("half");
    assertTrue(body.paused(), "the backend is not read on");
    sweepAfter(patient, Duration.ZERO);
    sweepAfter(patient, Duration.ofMillis(60_001));

    assertTrue(client.aborted());
    assertEquals(Reason.CLIENT_TIMEOUT, patient.outcome().reason());
  }

  @Test
  void aClientThatDoesNotReadHoldsUpABackendThatDoesNotRead() {
    var patient = new MemoryGateway(Routes.all(), 1);
    MemoryClient client = patient.send(MemoryClient.post("/"));
    client.answerBody().fill();
    patient.lastConnection().requestBody().fill();
    client.body().chunk("half");
    patient.lastConnection().head(200).chunk("half");
    sweepAfter(patient, Duration.ZERO);
    sweepAfter(patient, Duration.ofMillis(60_001));

    assertTrue(client.aborted());
    assertEquals(Reason.CLIENT_TIMEOUT, patient.outcome().reason());
  }

  @Test
  void aBackendThatDoesNotReadABodyIsToBlameAndNotItsClient() {
    var patient = new MemoryGateway(Routes.all(), 1);
    MemoryClient client = patient.send(MemoryClient.post("/"));
    patient.lastConnection().requestBody().fill();
    client.body().chunk("half");
    assertTrue(client.body().paused(), "the client is not read on");
    assertEndsAfterTheStreamsIdleTime(patient);

    assertEquals(504, client.status());
    assertTrue(client.closes());
    assertTrue(patient.lastConnection().closed());
  }

  @Test
  void aBackendThatNeverAnswersIsGivenUpAlsoWhereNoTimeoutIsSet() {
    var patient = new MemoryGateway(Routes.all(), 1);
    MemoryClient client = patient.send(MemoryClient.get("/"));
    assertEndsAfterTheStreamsIdleTime(patient);

    assertEquals(504, client.status());
  }

  @Test
  void aBackendThatStopsInItsAnswerIsCut() {
    var patient = new MemoryGateway(Routes.all(), 1);
    MemoryClient client = patient.send(MemoryClient.get("/"));
    patient.lastConnection().head(200).chunk("half");
    assertEndsAfterTheStreamsIdleTime(patient);

    assertTrue(client.aborted());
    assertFalse(client.answerBody().ended(), "a cut answer must not look whole");
    assertTrue(patient.lastConnection().closed());
  }

  @Test
  void aBackendThatLetsAClientWaitForItsLeaveToSendIsToBlame() {
    var patient = new MemoryGateway(Routes.all(), 1);
    Headers fields = new Headers().add("content-length", "3").add("expect", "100-continue");
    MemoryClient client = patient.send(new MemoryClient("POST", "/", fields, true));
    assertEndsAfterTheStreamsIdleTime(patient);

    assertEquals(504, client.status());
  }

  @Test
  void whoeversTurnComesHasAllOfTheirTime() {
    var patient = new MemoryGateway(Routes.all(), 1);
    MemoryClient client = patient.send(MemoryClient.post("/"));
    sweepAfter(patient, Duration.ZERO);
    sweepAfter(patient, Duration.ofSeconds(59));
    client.body().end();
    sweepAfter(patient, Duration.ZERO);
    sweepAfter(patient, Duration.ofMinutes(5));
    MemorySource body = patient.lastConnection().head(200);
    sweepAfter(patient, Duration.ofSeconds(1));
    sweepAfter(patient, Duration.ofMinutes(5));
    body.chunk("at last").end();

    assertEquals("at last", client.answerBody().text());
  }

  @Test
  void anAnswerWaitsForItsReader() {
    MemoryClient client = gateway.send(MemoryClient.get("/"));
    client.answerBody().fill();
    MemorySource body = gateway.lastConnection().head(200).chunk("a").chunk("b").end();
    assertEquals("a", client.answerBody().text());
    client.answerBody().drain();

    assertFalse(body.paused());
    assertEquals("ab", client.answerBody().text());
    assertTrue(client.answerBody().ended());
  }

  private static void assertEndsAfterTheStreamsIdleTime(MemoryGateway patient) {
    sweepAfter(patient, Duration.ZERO);
    sweepAfter(patient, Duration.ofMinutes(5));
    assertEquals(1, patient.handler().running());
    sweepAfter(patient, Duration.ofMillis(1));
    assertEquals(Reason.UPSTREAM_TIMEOUT, patient.outcome().reason());
  }

  private static void sweepAfter(MemoryGateway gateway, Duration time) {
    gateway.timers().advance(time);
    gateway.handler().sweep();
  }

  private void pass(long millis) {
    gateway.timers().advance(Duration.ofMillis(millis));
  }

  private void assertNothingIsLeft() {
    assertEquals(0, gateway.inFlight());
    assertEquals(0, gateway.timers().pending());
    assertTrue(gateway.connections().stream().allMatch(MemoryConnection::closed));
    assertEquals(0, gateway.handler().running());
  }
}
