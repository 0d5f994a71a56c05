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

  private final List<Delta> published = new ArrayList<>();
  private boolean failing;
  private final Outbox outbox = new Outbox(new Failing());

  @Test
  void aDeltaThatCouldNotBePublishedGoesOutWithTheNext() {
    failing = true;
    outbox.add(Map.of("default", without("a")));
    assertThrows(IllegalStateException.class, () -> outbox.publish(NOTHING, Set.of()));
    failing = false;
    outbox.add(Map.of("default", without("b")));
    outbox.publish(NOTHING, Set.of());
    outbox.publish(NOTHING, Set.of());

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
  }
}
