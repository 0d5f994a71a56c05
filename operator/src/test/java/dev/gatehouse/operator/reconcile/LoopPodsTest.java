package dev.gatehouse.operator.reconcile;

import static dev.gatehouse.operator.reconcile.LoopUnderTest.A;
import static dev.gatehouse.operator.reconcile.LoopUnderTest.B;
import static dev.gatehouse.operator.reconcile.LoopUnderTest.pod;
import static dev.gatehouse.operator.reconcile.LoopUnderTest.route;
import static dev.gatehouse.operator.reconcile.LoopUnderTest.spec;
import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.operator.input.Changes;
import dev.gatehouse.operator.publish.Pod;
import dev.gatehouse.operator.status.Programming;
import dev.gatehouse.operator.status.Programming.State;
import dev.gatehouse.operator.view.ClusterObject;
import dev.gatehouse.operator.view.ClusterObject.RouteObject;
import dev.gatehouse.operator.view.ObjectKey;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the loop makes of pods that come, go, lag and acknowledge. */
class LoopPodsTest {
  private final LoopUnderTest loop = new LoopUnderTest();

  @Test
  void isLiveOnceEveryReadyPodHasAcknowledged() {
    loop.pods(A, B, pod("starting", false));
    loop.changed(route(1, "one"));

    assertTrue(loop.standing().undecided());
    loop.acknowledge(A);
    assertEquals(State.Pending, loop.standing().programming().state());
    assertEquals("1/2", loop.standing().programming().detail());
    loop.acknowledge(B);

    assertEquals(State.Live, loop.standing().programming().state());
    assertEquals(1, loop.standing().programming().liveGeneration());
  }

  @Test
  void isPendingWithoutAPodAndLiveWithTheFirstOne() {
    loop.changed(route(1, "one"));
    loop.pass(60);

    assertEquals(State.Pending, loop.standing().programming().state());
    assertFalse(loop.standing().undecided());

    loop.pods(pod("a", false));
    loop.acknowledge(A);
    assertEquals(State.Live, loop.standing().programming().state());
  }

  @Test
  void saysWhichShareOfThePodsLags() {
    loop.pods(A, B);
    loop.changed(route(1, "one"));
    loop.acknowledge(A);
    loop.pass(9);
    assertEquals(State.Pending, loop.standing().programming().state());
    loop.pass(1);

    assertEquals(State.Lagging, loop.standing().programming().state());
    assertEquals("1/2", loop.standing().programming().detail());

    loop.acknowledge(B);
    assertEquals(State.Live, loop.standing().programming().state());
  }

  /** On a node that died it is deleted after minutes, and gone only when the node is. */
  @Test
  void doesNotWaitForAPodThatIsBeingDeleted() {
    loop.pods(A, B);
    loop.changed(route(1, "one"));
    loop.acknowledge(A);
    loop.pass(10);
    assertEquals(State.Lagging, loop.standing().programming().state());

    loop.pods(A, new Pod(B.name(), B.fleet(), B.pushAddress(), false, true, B.instance()));

    assertEquals(State.Live, loop.standing().programming().state());
  }

  @Test
  void doesNotWaitForAPodThatIsGone() {
    loop.pods(A, B);
    loop.changed(route(1, "one"));
    loop.acknowledge(A);
    loop.pods(A);

    assertEquals(State.Live, loop.standing().programming().state());
  }

  /** As when somebody labels it anew, to look into what is wrong with it. */
  @Test
  void doesNotWaitForAPodThatIsMovedToAnotherFleet() {
    loop.pods(A, B);
    loop.changed(route(1, "one"));
    loop.acknowledge(A);
    loop.pass(10);
    assertEquals(State.Lagging, loop.standing().programming().state());

    loop.pods(A, new Pod(B.name(), "debug", B.pushAddress(), true));

    assertEquals(State.Live, loop.standing().programming().state());
  }

  @Test
  void isQuietWhenPodsComeAndLag() {
    loop.pods(A);
    loop.changed(route(1, "one"));
    loop.acknowledge(A);
    loop.heard.clear();

    loop.pods(A, B);
    loop.pass(60);
    loop.pods();
    loop.pass(60);

    assertEquals(List.of(), loop.heard);
    assertEquals(State.Live, loop.standing().programming().state());
  }

  @Test
  void onlyNewlyChangedRoutesLag() {
    loop.pods(A);
    loop.changed(route(1, "one"));
    loop.acknowledge(A);
    ObjectKey other = key("other");
    loop.changed(new RouteObject(other, 0, 1, spec("x"), null));
    loop.pass(20);

    assertEquals(State.Live, loop.standing().programming().state());
    assertEquals(State.Lagging, requireNonNull(loop.standing(other)).programming().state());
  }

  @Test
  void saysPendingTheLaterTheMoreRoutesAreUnderWay() {
    var many = new HashMap<ObjectKey, ClusterObject>();
    for (int i = 0; i < 3_000; i++) {
      RouteObject object = new RouteObject(key("r" + i), 0, 1, spec("r" + i), null);
      many.put(object.key(), object);
    }
    loop.pods(pod("a", false));
    loop.changed(new Changes(many, Set.of()));

    loop.pass(3);
    assertTrue(requireNonNull(loop.standing(key("r0"))).undecided(), "to write it takes a while");
    loop.pass(1);
    assertFalse(requireNonNull(loop.standing(key("r0"))).undecided());
  }

  @Test
  void saysThatAGatewayHasNoPods() {
    loop.changed(route(1, "one"));
    assertEquals("0/0", loop.standing().programming().detail(), "it isn't known yet");

    loop.pods(new Pod("x", "other", URI.create("http://x"), true));
    assertEquals(Programming.NO_PODS, loop.standing().programming().detail());

    loop.pods(pod("a", false));
    assertEquals("0/0", loop.standing().programming().detail());
  }

  private static ObjectKey key(String route) {
    return new ObjectKey("GatewayRoute", "shop", route);
  }
}
