package dev.gatehouse.operator.reconcile;

import static dev.gatehouse.operator.reconcile.LoopUnderTest.A;
import static dev.gatehouse.operator.reconcile.LoopUnderTest.ROUTE;
import static dev.gatehouse.operator.reconcile.LoopUnderTest.RULE;
import static dev.gatehouse.operator.reconcile.LoopUnderTest.pod;
import static dev.gatehouse.operator.reconcile.LoopUnderTest.route;
import static dev.gatehouse.operator.reconcile.LoopUnderTest.spec;
import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.operator.input.Changes;
import dev.gatehouse.operator.status.Programming.State;
import dev.gatehouse.operator.translate.FleetContent;
import dev.gatehouse.operator.translate.Verdict;
import dev.gatehouse.operator.view.ClusterObject;
import dev.gatehouse.operator.view.ClusterObject.RouteObject;
import dev.gatehouse.operator.view.ObjectKey;
import dev.gatehouse.snapshot.Encoded;
import dev.gatehouse.snapshot.ResourceId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RebuildLoopTest {
  private final LoopUnderTest loop = new LoopUnderTest();

  @Test
  void doesNothingBeforeEverythingIsKnown() {
    loop.pods(A);

    assertEquals(Map.of(), loop.published.contents);
    assertFalse(loop.hasTranslated());
  }

  @Test
  void publishesAFleetThatHasNoRouteYet() {
    loop.pods(A);
    loop.changed(Changes.NONE);

    assertEquals(Map.of("default", FleetContent.EMPTY), loop.published.contents);
  }

  @Test
  void anObjectThatTheTranslatorFailsOnStopsNothingElse() {
    loop.pods(A);
    ObjectKey broken = new ObjectKey("GatewayRoute", "shop", "broken");
    loop.changed(new RouteObject(broken, 0, 1, spec("ok"), null));
    ResourceId rule = ResourceId.route("gatewayroute", "shop", "broken", "all");
    Encoded served = requireNonNull(loop.published.resource(rule));

    // No spec that its source understands: a fault of ours that no schema keeps away.
    var upserted =
        Map.<ObjectKey, ClusterObject>of(
            broken, new RouteObject(broken, 0, 2, "nonsense", null), ROUTE, route(1, "one"));
    loop.changed(new Changes(upserted, Set.of()));

    assertNotNull(loop.published.resource(RULE));
    assertEquals(served, loop.published.resource(rule));
    Verdict verdict = requireNonNull(loop.standing(broken)).verdict();
    assertEquals("TranslationFailed", verdict.problems().getFirst().reason());
    assertEquals(2, verdict.generation());
    assertEquals(1, verdict.servedGeneration(), "what it was before serves on");
  }

  @Test
  void aNewObjectThatTheTranslatorFailsOnIsToldOf() {
    loop.changed(new RouteObject(ROUTE, 0, 3, "nonsense", null));

    Verdict verdict = loop.standing().verdict();
    assertEquals("TranslationFailed", verdict.problems().getFirst().reason());
    assertEquals(3, verdict.generation());
    assertFalse(verdict.isServed());
  }

  @Test
  void whoCouldNotListenIsToldAgain() {
    loop.deaf = true;
    loop.changed(route(1, "one"));
    assertEquals(List.of(), loop.heard);

    loop.deaf = false;
    loop.tick();

    assertEquals(List.of(Set.of(ROUTE)), loop.heard);
  }

  @Test
  void aTurnThatFailsIsTriedAgainWithAllThatItWasAbout() {
    loop.published.failure = new StackOverflowError("in the first turn");
    loop.pods(A);
    loop.changed(route(1, "one"));
    assertEquals(Map.of(), loop.published.contents);
    loop.tick();
    assertEquals(Map.of(), loop.published.contents, "nothing empty takes the place of what failed");

    loop.published.failure = null;
    loop.tick();

    assertNotNull(loop.published.resource(RULE));
    loop.acknowledge(A);
    assertEquals(State.Live, loop.standing().programming().state());
  }

  @Test
  void keepsQuietAfterARestart() {
    loop.told.put(ROUTE, new StatusBefore.Told(1, 1));
    loop.pods(A);
    loop.changed(route(1, "one"));

    assertEquals(State.Live, loop.standing().programming().state());
    assertFalse(loop.standing().undecided());
    loop.acknowledge(A);
    loop.pass(60);
    assertEquals(List.of(Set.of(ROUTE)), loop.heard);
  }

  @Test
  void whatAStatusHoldsBackComesInTheEnd() {
    loop.told.put(ROUTE, new StatusBefore.Told(1, 0));
    loop.pods(pod("a", false));
    loop.changed(route(1, "one"));
    assertTrue(loop.standing().undecided(), "a restart writes nothing that it doesn't know yet");

    loop.pass(10);

    assertFalse(loop.standing().undecided(), "no pod is ever Ready, so nobody decides");
  }
}
