package dev.gatehouse.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for any sets of resources; the seeds make failures repeatable. */
class DeltaTest {
  private static final int ROUNDS = 500;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void baseAndDeltaMakeTheFullSnapshot(long seed) {
    var random = new Random(seed);
    for (int i = 0; i < ROUNDS; i++) {
      Map<ResourceId, Encoded> base = Samples.some(random, 8);
      Map<ResourceId, Encoded> target = Samples.some(random, 8);

      Delta delta = Delta.between(base, target);

      assertEquals(target, delta.appliedTo(base));
      assertEquals(
          SnapshotHash.of(target.values()), delta.hashAfter(SnapshotHash.of(base.values()), base));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {4, 5, 6})
  void twoDeltasMergeIntoOneThatDoesTheSame(long seed) {
    var random = new Random(seed);
    for (int i = 0; i < ROUNDS; i++) {
      Map<ResourceId, Encoded> first = Samples.some(random, 8);
      Map<ResourceId, Encoded> second = Samples.some(random, 8);
      Map<ResourceId, Encoded> third = Samples.some(random, 8);

      Delta merged = Delta.between(first, second).then(Delta.between(second, third));

      assertEquals(third, merged.appliedTo(first));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {7, 8, 9})
  void anyOrderGivesTheSameBytesAndHash(long seed) {
    var random = new Random(seed);
    for (int i = 0; i < ROUNDS; i++) {
      Map<ResourceId, Encoded> resources = Samples.some(random, 8);
      var shuffled = new ArrayList<>(resources.values());
      Collections.shuffle(shuffled, random);
      var reordered = new LinkedHashMap<ResourceId, Encoded>();
      shuffled.forEach(resource -> reordered.put(resource.id(), resource));

      assertEquals(push(resources), push(reordered));
      assertEquals(SnapshotHash.of(resources.values()), SnapshotHash.of(shuffled));
    }
  }

  @Test
  void equalSetsDifferByNothing() {
    Map<ResourceId, Encoded> resources = Samples.some(new Random(10), 8);

    assertEquals(Delta.NONE, Delta.between(resources, new HashMap<>(resources)));
  }

  @Test
  void differentSetsHaveDifferentHashes() {
    Encoded one = ResourceCodec.encode(Samples.rule("a", "/1"));
    Encoded changed = ResourceCodec.encode(Samples.rule("a", "/2"));
    Encoded other = ResourceCodec.encode(Samples.rule("b", "/1"));

    var hashes =
        Set.of(
            SnapshotHash.EMPTY.hex(),
            SnapshotHash.of(List.of(one)).hex(),
            SnapshotHash.of(List.of(changed)).hex(),
            SnapshotHash.of(List.of(one, other)).hex(),
            SnapshotHash.of(List.of(one, one)).hex());

    assertEquals(5, hashes.size());
    assertEquals(SnapshotHash.of(List.of(other)), SnapshotHash.of(List.of(one, other)).minus(one));
  }

  @Test
  void anIdCannotBeUpsertedAndRemoved() {
    Encoded rule = ResourceCodec.encode(Samples.rule("a", "/1"));

    assertThrows(
        IllegalArgumentException.class,
        () -> new Delta(Map.of(rule.id(), rule), Set.of(rule.id())));
  }

  private static String push(Map<ResourceId, Encoded> resources) {
    String hash = SnapshotHash.of(resources.values()).hex();
    return new String(
        PushCodec.write(
            new Push(
                "default", new SnapshotVersion(1, 1, hash), null, new Delta(resources, Set.of()))),
        StandardCharsets.UTF_8);
  }
}
