package dev.gatehouse.operator.reconcile;

import static dev.gatehouse.operator.reconcile.LoopUnderTest.A;
import static dev.gatehouse.operator.reconcile.LoopUnderTest.B;
import static dev.gatehouse.operator.reconcile.LoopUnderTest.ROUTE;
import static dev.gatehouse.operator.reconcile.LoopUnderTest.route;
import static dev.gatehouse.operator.reconcile.LoopUnderTest.spec;
import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.operator.status.Programming.State;
import dev.gatehouse.operator.view.ClusterObject.LastGood;
import dev.gatehouse.operator.view.ClusterObject.RouteObject;
import dev.gatehouse.snapshot.Encoded;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The rebuild loop of a process that follows, takes over, and loses again. */
class TakeoverTest {
  private final LoopUnderTest loop = LoopUnderTest.following();

  @Test
  void whoFollowsMakesContentsAndTellsOfNothing() {
    loop.pods(A);
    loop.changed(route(1, "one"));
    loop.pass(60);

    assertTrue(loop.hasTranslated());
    assertNotNull(loop.published.resource(LoopUnderTest.RULE));
    assertNull(loop.standing(ROUTE));
    assertEquals(List.of(), loop.heard);
  }

  @Test
  void whatTheStatusSaysIsLiveIsLiveAtOnce() {
    loop.pods(A);
    loop.changed(route(1, "one"));
    loop.told.put(ROUTE, new StatusBefore.Told(1, 1));
    loop.pass(60);

    loop.lead();

    assertEquals(List.of(Set.of(ROUTE)), loop.heard);
    assertEquals(State.Live, loop.standing().programming().state());
    assertFalse(loop.standing().undecided());
  }

  @Test
  void whatIsUnderWayBeginsAnew() {
    loop.pods(A);
    loop.changed(route(1, "one"));
    loop.told.put(ROUTE, new StatusBefore.Told(1, 0));
    loop.pass(60);

    loop.lead();

    assertEquals(State.Pending, loop.standing().programming().state(), "nobody lags yet");
    assertTrue(loop.standing().undecided(), "and the status says as much");
    loop.acknowledge(A);
    assertEquals(State.Live, loop.standing().programming().state());
  }

  @Test
  void whatTheStatusSaidWasLiveStandsInForWhatIsBroken() {
    loop.pods(A);
    loop.changed(route(1, "one"));
    Encoded good = loop.published.rule();
    loop.told.put(ROUTE, new StatusBefore.Told(1, 1));
    loop.changed(route(1, "one"));

    loop.changed(route(2, "%zz"));

    assertEquals(good, loop.published.rule(), "though the leader had no time to write it down");
    loop.lead();
    assertEquals(1, requireNonNull(loop.standing().verdict().quarantine()).lastGood().generation());
    assertEquals(1, loop.standing().programming().liveGeneration());
  }

  @Test
  void whatTheStatusSaysPodsRefuseIsNotServed() {
    loop.pods(A);
    loop.changed(route(1, "one"));
    Encoded good = loop.published.rule();
    loop.changed(route(2, "two"));
    loop.told.put(ROUTE, new StatusBefore.Told(2, 1, "a pod refuses rule all"));
    loop.changed(quarantined());
    assertEquals(good, loop.published.rule());

    loop.pods(A, B);
    assertEquals(good, loop.published.rule(), "which pod refused, the leader knows");
    loop.lead();

    assertEquals(
        "a pod refuses rule all", loop.standing().verdict().problems().getFirst().message());
    assertEquals(1, loop.standing().programming().liveGeneration());
  }

  @Test
  void whatPodsNoLongerRefuseIsServed() {
    loop.told.put(ROUTE, new StatusBefore.Told(2, 1, "a pod refuses rule all"));
    loop.changed(quarantined());
    Encoded good = loop.published.rule();

    loop.told.put(ROUTE, new StatusBefore.Told(2, 2));
    loop.changed(route(2, "two"));

    assertFalse(good.equals(loop.published.rule()));
    loop.lead();
    assertEquals(2, loop.standing().programming().liveGeneration());
  }

  @Test
  void whoLosesKnowsNothingOfRoutesAnyMore() {
    loop.lead();
    loop.pods(A);
    loop.changed(route(1, "one"));
    loop.heard.clear();

    loop.follow();
    loop.acknowledge(A);
    loop.pass(60);

    assertNull(loop.standing(ROUTE));
    assertEquals(List.of(), loop.heard);
  }

  @Test
  void whoLeadsAgainWaitsForWhatPodsSayNow() {
    loop.lead();
    loop.pods(A, B);
    loop.changed(route(1, "one"));
    loop.acknowledge(A);
    loop.follow();
    loop.told.put(ROUTE, new StatusBefore.Told(1, 0));
    loop.changed(route(1, "one"));

    loop.lead();

    assertEquals("0/2", loop.standing().programming().detail());
    loop.acknowledge(A);
    loop.acknowledge(B);
    assertEquals(State.Live, loop.standing().programming().state());
  }

  @Test
  void whoLedWithoutABreakThatWasNoticedStartsAnewAllTheSame() {
    loop.lead();
    loop.pods(A);
    loop.changed(route(1, "one"));
    loop.acknowledge(A);
    loop.heard.clear();

    loop.lead();

    assertEquals(List.of(Set.of(ROUTE)), loop.heard, "another may have written its status");
    assertEquals(State.Live, loop.standing().programming().state());
  }

  private static RouteObject quarantined() {
    return new RouteObject(ROUTE, 0, 2, spec("two"), new LastGood(1, spec("one")));
  }
}
