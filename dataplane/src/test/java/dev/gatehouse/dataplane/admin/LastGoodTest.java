package dev.gatehouse.dataplane.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.dataplane.observe.PushMetrics;
import dev.gatehouse.snapshot.Ack;
import dev.gatehouse.snapshot.Delta;
import dev.gatehouse.snapshot.Encoded;
import dev.gatehouse.snapshot.Push;
import dev.gatehouse.snapshot.SnapshotVersion;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LastGoodTest {
  private static final Encoded A = Pushes.resource("route/a", "one");
  private static final Encoded B = Pushes.resource("route/b", "two");
  private static final Encoded B2 = Pushes.resource("route/b", "three");
  private static final Encoded C = Pushes.resource("route/c", "four");

  /** One life of a pod. */
  private final class Life {
    final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    final LastGood lastGood =
        new LastGood(directory(), new PushMetrics(registry), new DirectExecutor());
    final SnapshotStore store;
    final boolean restored;

    Life(String fleet) {
      store = new SnapshotStore(fleet, this::activate, lastGood::keep);
      restored = lastGood.restore(store);
    }

    private List<Ack.Rejection> activate(StoredSnapshot next, Delta change) {
      if (broken) {
        throw new IllegalStateException("as a bug would");
      }
      return next.resources().containsValue(unusable)
          ? List.of(new Ack.Rejection(unusable.id(), unusable.hash(), "INVALID_RESOURCE", "no"))
          : List.of();
    }

    Life take(Push... pushes) throws RefusedPush {
      for (Push push : pushes) {
        store.take(push);
      }
      return this;
    }

    @Nullable SnapshotVersion version() {
      return store.served().snapshot().version();
    }

    Set<Encoded> resources() {
      return Set.copyOf(store.served().snapshot().resources().values());
    }

    double readFailures() {
      return registry
          .get("gatehouse.snapshot.store.failures")
          .tag("operation", "read")
          .counter()
          .count();
    }

    /** Ends it, and begins the next. */
    Life restart() {
      lastGood.close();
      return new Life("default");
    }
  }

  private final Encoded unusable = C;
  private boolean broken;
  @TempDir private Path folder;

  private Path directory() {
    return folder.resolve("kept");
  }

  @Test
  void aPodThatNeverWasPushedToRestoresNothing() {
    Life life = new Life("default");

    assertFalse(life.restored);
    assertNull(life.version());
    assertEquals(0, life.readFailures());
  }

  @Test
  void whatWasServedIsServedAfterARestart() throws Exception {
    Push first = Pushes.whole(1, 1, A, B);
    Push second = Pushes.delta(1, 2, Pushes.of(A, B), B2, C);
    Life life = new Life("default").take(first, second).restart();

    assertTrue(life.restored);
    assertEquals(second.version(), life.version());
    assertEquals(Set.of(B2, C), life.resources());
    Ack ack = life.store.served().ack();
    assertTrue(ack.restored());
    assertEquals(C.id(), ack.rejected().getFirst().id(), "what it can't use is kept as well");
    assertEquals(0, life.readFailures());
  }

  @Test
  void theNextChangeIsADeltaOfWhatWasRestored() throws Exception {
    Push next = Pushes.delta(1, 2, Pushes.of(A, B), A, B2);
    Life life = new Life("default").take(Pushes.whole(1, 1, A, B)).restart().take(next);

    assertFalse(life.store.served().ack().restored());
    assertEquals(Set.of(A, B2), life.restart().resources());
  }

  @Test
  void thePushThatWasRestoredConfirmsIt() throws Exception {
    Push push = Pushes.whole(1, 1, A);
    Life life = new Life("default").take(push).restart();

    assertTrue(life.store.served().restored());
    life.take(push);

    assertFalse(life.store.served().restored());
  }

  @Test
  void anEpochThatWasLearntIsRemembered() throws Exception {
    Push lesson = Pushes.delta(2, 1, Pushes.of(A), A);
    Life life = new Life("default").take(Pushes.whole(1, 7, A), lesson).restart();

    assertEquals(lesson.version(), life.version());
  }

  @Test
  void whatIsCutOrDamagedAnywhereGivesAnOlderStateOrNone() throws Exception {
    Push[] pushes = {
      Pushes.whole(1, 1, A, B),
      Pushes.delta(1, 2, Pushes.of(A, B), A, B2),
      Pushes.delta(1, 3, Pushes.of(A, B2), A, B2, C),
      Pushes.delta(2, 1, Pushes.of(A, B2, C), B2, C)
    };
    Map<SnapshotVersion, Set<Encoded>> states = new HashMap<>();
    Life life = new Life("default");
    for (Push push : pushes) {
      states.put(push.version(), life.take(push).resources());
    }
    byte[] whole = Files.readAllBytes(journal());

    var seen = new HashSet<@Nullable SnapshotVersion>();
    for (int at = 0; at < whole.length; at++) {
      for (byte[] broken : List.of(Arrays.copyOf(whole, at), flipped(whole, at))) {
        Files.write(journal(), broken);
        Life next = new Life("default");
        SnapshotVersion version = next.version();
        assertNotEquals(pushes[3].version(), version, "at " + at);
        assertEquals(version != null, next.restored);
        assertEquals(states.getOrDefault(version, Set.of()), next.resources(), "at " + at);
        seen.add(version);
      }
    }
    assertEquals(4, seen.size(), "nothing, or any of the older states, as the damage is");
  }

  @ParameterizedTest
  @CsvSource({"'', rwxrwx---", "snapshot.journal, rw-rw-rw-"})
  void whatOthersMightHaveWrittenIsNotServed(String name, String permissions) throws Exception {
    new Life("default").take(Pushes.whole(1, 1, A));
    Files.setPosixFilePermissions(
        directory().resolve(name), PosixFilePermissions.fromString(permissions));

    Life next = new Life("default");

    assertFalse(next.restored);
    assertEquals(1, next.readFailures());
  }

  @Test
  void aLinkToASnapshotIsNotFollowed() throws Exception {
    new Life("default").take(Pushes.whole(1, 1, A));
    Path elsewhere = folder.resolve("elsewhere");
    Files.move(directory(), elsewhere);
    Files.createSymbolicLink(directory(), elsewhere);

    assertFalse(new Life("default").restored);
  }

  @Test
  void anotherFleetsSnapshotIsRefused() throws Exception {
    new Life("default").take(Pushes.whole(1, 1, A)).lastGood.close();

    Life other = new Life("edge");

    assertFalse(other.restored);
    assertNull(other.version());
    assertEquals(1, other.readFailures());
  }

  @Test
  void whatCanNotBeMadeLiveLeavesThePodEmpty() throws Exception {
    Life first = new Life("default").take(Pushes.whole(1, 1, A));
    broken = true;
    Life second = first.restart();

    assertFalse(second.restored);
    assertNull(second.version());
    assertEquals(1, second.readFailures());

    broken = false;
    second.take(Pushes.whole(1, 2, A, B));
    assertEquals(Set.of(A, B), second.restart().resources());
  }

  @Test
  void aFileOfAnotherKindIsNoSnapshot() throws Exception {
    new Life("default").take(Pushes.whole(1, 1, A));
    Files.writeString(journal(), "gatehouse snapshot 2\nwhatever");

    Life life = new Life("default");

    assertNull(life.version());
    assertEquals(1, life.readFailures());
  }

  private Path journal() {
    return directory().resolve("snapshot.journal");
  }

  private static byte[] flipped(byte[] bytes, int at) {
    byte[] flipped = bytes.clone();
    flipped[at] ^= 0x10;
    return flipped;
  }
}
