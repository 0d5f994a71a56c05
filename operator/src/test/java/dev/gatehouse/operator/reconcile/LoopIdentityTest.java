package dev.gatehouse.operator.reconcile;

import static dev.gatehouse.operator.reconcile.LoopUnderTest.A;
import static dev.gatehouse.operator.reconcile.LoopUnderTest.ROUTE;
import static dev.gatehouse.operator.reconcile.LoopUnderTest.object;
import static dev.gatehouse.operator.reconcile.LoopUnderTest.route;
import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.gatehouse.operator.status.Programming.State;
import dev.gatehouse.operator.translate.FleetContent;
import dev.gatehouse.operator.translate.Verdict;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the loop keeps of an object when another takes its name. */
class LoopIdentityTest {
  private final LoopUnderTest loop = new LoopUnderTest();

  @Test
  void aRouteOfTheSameNameStartsAnew() {
    loop.pods(A);
    loop.changed(route(1, "one"));
    loop.acknowledge(A);
    loop.changed(route(2, "two"));
    loop.refuse(A, loop.published.rule());
    assertEquals(1, loop.standing().programming().liveGeneration());

    loop.deleted(ROUTE);
    assertNull(loop.standing(ROUTE));
    assertEquals(FleetContent.EMPTY, loop.published.contents.get("default"));

    loop.changed(route(1, "two"));
    assertNull(loop.standing().verdict().quarantine());
    loop.refuse(A, loop.published.rule());
    assertNull(loop.standing().verdict().quarantine(), "there is nothing good to fall back to");
    assertFalse(loop.standing().verdict().isAccepted());
  }

  @Test
  void anotherObjectOfTheSameNameStartsAnewThoughNoDeletionWasSeen() {
    loop.pods(A);
    loop.changed(object("first", 1, "one"));
    loop.acknowledge(A);
    assertEquals(1, loop.standing().programming().liveGeneration());

    loop.changed(object("second", 1, "two"));
    assertEquals("second", loop.standing().uid());
    assertEquals(State.Pending, loop.standing().programming().state());
    assertEquals(0, loop.standing().programming().liveGeneration());

    loop.refuse(A, loop.published.rule());
    assertNull(
        loop.standing().verdict().quarantine(), "what the first one was is not its last good");
    assertFalse(loop.standing().verdict().isAccepted());
  }

  @Test
  void anotherObjectThatSaysTheSameIsLiveToo() {
    loop.pods(A);
    loop.changed(object("first", 1, "one"));
    loop.acknowledge(A);
    loop.heard.clear();

    loop.changed(object("second", 1, "one"));

    assertEquals(List.of(Set.of(ROUTE)), loop.heard, "its status has yet to be written");
    assertEquals(State.Live, loop.standing().programming().state());
  }

  @Test
  void anObjectThatIsDeletedAndMadeAgainAtOnceIsLiveToo() {
    loop.pods(A);
    loop.changed(object("first", 1, "one"));
    loop.acknowledge(A);
    loop.heard.clear();

    loop.inOneTurn(
        () -> {
          loop.deleted(ROUTE);
          loop.changed(object("second", 1, "one"));
        });

    assertEquals(List.of(Set.of(ROUTE)), loop.heard);
    assertEquals(State.Live, loop.standing().programming().state());
  }

  @Test
  void anotherObjectThatSaysTheSameHasAGoodGenerationOfItsOwn() {
    loop.pods(A);
    loop.changed(object("first", 1, "one"));
    loop.acknowledge(A);
    loop.changed(object("second", 1, "one"));

    loop.changed(object("second", 2, "two"));
    loop.refuse(A, loop.published.rule());

    Verdict verdict = loop.standing().verdict();
    assertEquals(1, requireNonNull(verdict.quarantine()).lastGood().generation());
  }
}
