package dev.gatehouse.operator.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gatehouse.operator.input.Changes;
import dev.gatehouse.operator.publish.Pod;
import dev.gatehouse.operator.reconcile.Mailbox.Answer;
import dev.gatehouse.operator.source.Sources;
import dev.gatehouse.operator.translate.Translator;
import dev.gatehouse.operator.view.ClusterObject.RouteObject;
import dev.gatehouse.operator.view.ClusterView;
import dev.gatehouse.operator.view.ObjectKey;
import dev.gatehouse.snapshot.Ack;
import dev.gatehouse.snapshot.ResourceId;
import dev.gatehouse.snapshot.SnapshotVersion;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LoopStateTest {
  private static final ObjectKey ROUTE = new ObjectKey("GatewayRoute", "shop", "orders");
  private static final Pod POD = new Pod("a", "default", URI.create("http://a"), true);

  private final Isolation isolation = new Isolation(new Translator(Sources.standard()));

  @Test
  void hasNothingToProveOfWhatIsGone() {
    LoopState state = LoopState.of(ClusterView.empty(ClusterView.Settings.CLUSTER));
    LoopState with = changed(state, new Changes(Map.of(ROUTE, route()), Set.of()));
    assertEquals(Set.of(ROUTE), with.unproven());

    ObjectKey service = ObjectKey.service("shop", "orders");
    LoopState without = changed(with, new Changes(Map.of(), Set.of(ROUTE, service)));

    assertEquals(Set.of(), without.unproven());
  }

  @Test
  void hearsNoPodThatIsGone() {
    LoopState state = LoopState.of(ClusterView.empty(ClusterView.Settings.CLUSTER));
    var rejection =
        new Ack.Rejection(ResourceId.upstream("shop", "orders", 80), "00", "INVALID", "no");
    var refusal = new Ack(new SnapshotVersion(1, 1, "00"), List.of(rejection));

    LoopState listed =
        state.pods(Set.of(POD), true).acknowledged(List.of(new Answer(POD, refusal)));
    assertEquals(1, listed.refusals().asSeen().size());
    assertEquals(0, listed.pods(Set.of(), true).refusals().asSeen().size());
    LoopState late =
        listed.pods(Set.of(), true).acknowledged(List.of(new Answer(POD, refusal))).informed();
    assertEquals(Map.of(), late.view().refused());
  }

  private LoopState changed(LoopState state, Changes changes) {
    LoopState next = state.forgetting(changes.removed()).informed();
    return next.translated(isolation.translate(next.view(), changes, next.memo()));
  }

  private static RouteObject route() {
    return new RouteObject(ROUTE, 0, 1, LoopUnderTest.spec("one"), null);
  }
}
