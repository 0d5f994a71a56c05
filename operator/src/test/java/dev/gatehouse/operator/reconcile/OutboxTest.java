package dev.gatehouse.operator.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gatehouse.operator.publish.Pod;
import dev.gatehouse.operator.translate.FleetContent;
import dev.gatehouse.operator.translate.Translation;
import dev.gatehouse.snapshot.Delta;
import dev.gatehouse.snapshot.ResourceId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.pcollections.HashTreePMap;

class OutboxTest {
  private static final Translation NOTHING =
      new Translation(HashTreePMap.empty(), HashTreePMap.empty(), Map.of(), Set.of(), Map.of());

  private static final Set<String> PODS = Set.of("default");

  private final List<Delta> published = new ArrayList<>();
  private final List<String> forgotten = new ArrayList<>();
  private boolean failing;
  private final Outbox outbox = new Outbox(new Failing());

  @Test
  void aDeltaThatCouldNotBePublishedGoesOutWithTheNext() {
    failing = true;
    outbox.add(Map.of("default", without("a")));
    assertThrows(IllegalStateException.class, () -> outbox.publish(NOTHING, PODS));
    failing = false;
    outbox.add(Map.of("default", without("b")));
    outbox.publish(NOTHING, PODS);
    outbox.publish(NOTHING, PODS);

    assertEquals(List.of(without("a").then(without("b"))), published);
    assertEquals(1, outbox.sequence("default"));
  }

  @Test
  void aFleetThatHasOnlyPodsIsPublishedOnce() {
    outbox.publish(NOTHING, Set.of("empty"));
    outbox.publish(NOTHING, Set.of("empty"));

    assertEquals(List.of(Delta.NONE), published);
    assertEquals(0, outbox.sequence("unknown"));
  }

  @Test
  void aFleetWithoutPodsAndRoutesIsForgotten() {
    outbox.publish(NOTHING, Set.of("gone", "kept"));
    outbox.publish(NOTHING, Set.of("kept"));

    assertEquals(List.of("gone"), forgotten);
    assertEquals(0, outbox.sequence("gone"));

    outbox.publish(NOTHING, Set.of("gone", "kept"));
    assertEquals(3, outbox.sequence("gone"), "its pods wait for content");
  }

  private static Delta without(String service) {
    return new Delta(Map.of(), Set.of(ResourceId.upstream("shop", service, 80)));
  }

  private final class Failing implements Publishing {
    @Override
    public void pods(Set<Pod> all) {}

    @Override
    public long publish(String fleet, FleetContent content, Delta delta) {
      if (failing) {
        throw new IllegalStateException("not now");
      }
      published.add(delta);
      return published.size();
    }

    @Override
    public void forget(String fleet) {
      forgotten.add(fleet);
    }
  }
}
