package dev.gatehouse.operator.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.snapshot.Delta;
import dev.gatehouse.snapshot.Encoded;
import dev.gatehouse.snapshot.Push;
import dev.gatehouse.snapshot.ResourceId;
import dev.gatehouse.snapshot.SnapshotHash;
import dev.gatehouse.snapshot.SnapshotVersion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FleetHistoryTest {
  private static final int KEPT = 8;

  private final List<Map<ResourceId, Encoded>> published = new ArrayList<>();
  private FleetHistory history =
      FleetHistory.first("default", 1, new Edition(1, Map.of(), SnapshotHash.EMPTY, Delta.NONE));

  @Test
  void everyKnownBaseLeadsToTheCurrentContent() {
    var random = new Random(7);
    published.add(Map.of());
    for (int i = 0; i < 40; i++) {
      publish(edited(random));
      for (Map<ResourceId, Encoded> base : published) {
        Push push = history.push(hash(base));

        Map<ResourceId, Encoded> start = push.isWhole() ? Map.of() : base;
        assertEquals(history.resources(), push.delta().appliedTo(start));
        assertEquals(history.version(), push.version());
      }
    }
  }

  @Test
  void theLastChangesGoOutAsOneDelta() {
    published.add(Map.of());
    var random = new Random(8);
    for (int i = 0; i < KEPT; i++) {
      publish(edited(random));
    }
    assertEquals(hash(Map.of()), history.push(hash(Map.of())).base());

    publish(edited(random));
    assertTrue(history.push(hash(Map.of())).isWhole(), "one change further back than is kept");
  }

  @Test
  void anUnknownBaseGetsTheWhole() {
    published.add(Map.of());
    publish(edited(new Random(9)));

    assertTrue(history.push("unknown").isWhole());
    assertTrue(history.push(null).isWhole());
  }

  @Test
  void theSameContentInANewEpochIsAnEmptyDelta() {
    published.add(Map.of());
    publish(edited(new Random(10)));
    String hash = history.version().hash();

    history = history.raised(5);

    assertEquals(
        new Push("default", new SnapshotVersion(5, 2, hash), hash, Delta.NONE), history.push(hash));
  }

  /** However often large resources are edited, it holds no more than twice what it serves. */
  @Test
  void whatIsKeptIsBoundedInBytesToo() {
    published.add(Map.of());
    for (int i = 0; i < KEPT; i++) {
      publish(Map.of(id(0), resource(0, i, 1 << 20), id(1), resource(1, i, 100)));
      assertEquals((1 << 20) + 100, history.bytes());
      assertEquals(1, history.steps().size());
    }
    publish(Map.of(id(1), resource(1, 0, 100)));

    assertEquals(100, history.bytes());
    assertEquals(1, history.steps().size(), "the step that takes away");
  }

  private void publish(Map<ResourceId, Encoded> now) {
    history =
        history.changed(
            new Edition(
                history.version().sequence() + 1,
                now,
                SnapshotHash.of(now.values()),
                Delta.between(published.getLast(), now)),
            KEPT);
    published.add(now);
  }

  private Map<ResourceId, Encoded> edited(Random random) {
    var next = new HashMap<>(published.getLast());
    int which = random.nextInt(6);
    if (next.containsKey(id(which)) && random.nextBoolean()) {
      next.remove(id(which));
    } else {
      next.put(id(which), resource(which, random.nextInt(3)));
    }
    return next;
  }

  private static String hash(Map<ResourceId, Encoded> resources) {
    return SnapshotHash.of(resources.values()).hex();
  }

  private static ResourceId id(int which) {
    return new ResourceId("r/" + which);
  }

  private static Encoded resource(int which, int says) {
    return resource(which, says, 1);
  }

  private static Encoded resource(int which, int says, int bytes) {
    byte[] content = new byte[bytes];
    content[0] = (byte) says;
    return new Encoded(id(which), content);
  }
}
