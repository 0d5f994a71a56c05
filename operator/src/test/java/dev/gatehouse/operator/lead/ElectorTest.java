package dev.gatehouse.operator.lead;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With the standard settings: 15 s, 10 s and 2 s. */
class ElectorTest {
  private static final Duration TICK = Duration.ofMillis(50);

  private final FakeTime time = new FakeTime();
  private final FakeLease lease = new FakeLease();
  private final Replica a = Replica.standing("a", time, lease);
  private final Replica b = Replica.standing("b", time, lease);

  @Test
  void theFirstLeadsAndTheOtherNeverDoesMeanwhile() {
    pass(600);

    assertEquals(List.of("leads"), a.told);
    assertEquals(List.of(), b.told);
    assertEquals(1, a.elector.epoch());
    assertEquals("a", record().holder());
  }

  @Test
  void whoOnlyWatchesTakesNothing() {
    var early = new Replica("early", time, lease);
    early.elector.start();
    a.stop();
    b.stop();
    pass(60);
    assertEquals(List.of(), early.told);

    early.elector.stand();

    assertEquals(List.of("leads"), early.told);
  }

  @ParameterizedTest
  @ValueSource(longs = {-3_600, 0, 3_600})
  void aLeaderThatIsKilledIsFollowedWithinItsLeaseAndOnePauseWhateverTheClocksSay(long off) {
    b.clockOff = Duration.ofSeconds(off);
    pass(60);
    assertEquals(List.of(), b.told);

    a.stop();
    Duration silent = passUntil(() -> b.elector.isLeading());

    assertTrue(silent.compareTo(Duration.ofMillis(17_600)) <= 0, silent::toString);
    assertFalse(a.elector.isLeading());
    assertEquals(2, b.elector.epoch());
    assertEquals(1, record().transitions());
  }

  @ParameterizedTest
  @ValueSource(longs = {-3_600, 3_600})
  void aClockThatJumpsMakesNoSecondLeader(long seconds) {
    pass(30);
    a.clockOff = Duration.ofSeconds(seconds);
    pass(30);
    b.clockOff = Duration.ofSeconds(-seconds);
    pass(60);

    assertEquals(List.of("leads"), a.told);
    assertEquals(List.of(), b.told);
  }

  @Test
  void whoIsCutOffStopsBeforeAnotherLeadsAndStandsAgain() {
    pass(30);
    a.way.down = true;

    Duration lasted = passUntil(() -> !a.elector.isLeading());
    assertTrue(lasted.compareTo(Duration.ofSeconds(10)) <= 0, lasted::toString);
    assertFalse(b.elector.isLeading());
    assertEquals(List.of("leads", "follows"), a.told);
    pass(60);
    assertEquals(List.of("leads"), b.told);
    assertEquals("can't stand for leadership: the API server is away", a.elector.problem());

    a.way.down = false;
    pass(60);
    assertNull(a.elector.problem());
    assertEquals(List.of("leads"), b.told);
    b.stop();
    pass(20);
    assertTrue(a.elector.isLeading());
    assertEquals(3, a.elector.epoch());
  }

  @Test
  void aFailureThatPassesIsNoLoss() {
    pass(30);
    a.way.down = true;
    pass(7);
    a.way.down = false;
    pass(60);

    assertEquals(List.of("leads"), a.told);
    assertEquals(List.of(), b.told);
  }

  @Test
  void anApiServerThatIsAwayForBothEndsNothing() {
    pass(30);
    a.way.down = true;
    b.way.down = true;
    pass(600);
    assertFalse(a.elector.isLeading() || b.elector.isLeading());

    a.way.down = false;
    b.way.down = false;
    pass(5);

    assertEquals(1, Stream.of(a, b).filter(replica -> replica.elector.isLeading()).count());
    assertTrue(record().epoch() > 1, "a new lead is a new epoch");
  }

  @Test
  void anAnswerThatComesAfterTheDeadlineIsTooLate() {
    pass(30);
    a.way.meanwhile = () -> time.pass(Duration.ofSeconds(12));
    passUntil(() -> a.told.size() > 1);

    assertEquals(List.of("leads", "follows"), a.told, "told while the call still hangs");

    a.way.meanwhile = () -> {};
    pass(30);
    assertEquals(List.of("leads", "follows", "leads"), a.told);
    assertEquals(2, a.elector.epoch());
    assertEquals(List.of(), b.told);
  }

  @Test
  void whoWasStoppedForLongDoesNotLeadForAnInstant() {
    pass(30);
    a.stop();
    pass(30);
    assertTrue(b.elector.isLeading());

    assertFalse(a.elector.isLeading(), "by the clock, before anything of it has run");
    a.resume();
    pass(30);

    assertEquals(List.of("leads", "follows"), a.told);
    assertEquals(List.of("leads"), b.told);
  }

  @Test
  void whoFindsAnotherHolderStopsAtOnce() {
    pass(30);
    lease.put(held("c", 9));
    pass(3);

    assertEquals(List.of("leads", "follows"), a.told);
    assertEquals(List.of(), b.told, "the other has its time");
    pass(20);
    assertEquals(10, record().epoch());
  }

  @Test
  void aLeaseThatIsDeletedIsTakenAtOnceInAHigherEpoch() {
    pass(30);
    lease.delete();
    pass(3);

    assertEquals(1, Stream.of(a, b).filter(replica -> replica.elector.isLeading()).count());
    if (a.elector.isLeading()) {
      assertEquals(2, a.elector.epoch());
    } else {
      assertEquals(List.of("leads", "follows"), a.told);
    }
  }

  @Test
  void aLeaseThatSomebodyTouchedIsRenewed() {
    pass(30);
    lease.touch();
    pass(30);

    assertEquals(List.of("leads"), a.told);
    assertEquals(List.of(), b.told);
    assertEquals(1, a.elector.epoch());
  }

  @Test
  void twoOfOneNameDoNotTakeEachOthersLease() {
    var namesake = new Replica("a", "another-process", time, lease);
    namesake.elector.start();
    namesake.elector.stand();
    pass(120);

    assertEquals(List.of("leads"), a.told);
    assertEquals(List.of(), namesake.told);
  }

  @Test
  void whoClosesLetsTheOtherLeadWithinAPause() {
    pass(30);
    a.elector.close();
    assertEquals(List.of("leads", "follows"), a.told);
    assertTrue(record().isFree());

    pass(3);

    assertTrue(b.elector.isLeading());
    assertEquals(2, b.elector.epoch());
  }

  @Test
  void whoClosesWithoutLeadingWritesNothing() {
    pass(30);
    b.way.down = true;
    b.elector.close();
    int writes = lease.writes;
    a.stop();
    pass(60);

    assertEquals(writes, lease.writes);
  }

  @Test
  void whoClosesWhileItTakesTheLeaseSetsItFreeAgain() {
    pass(30);
    a.stop();
    b.way.meanwhile =
        () -> {
          if (record().holder().equals("b")) {
            b.way.meanwhile = () -> {};
            b.elector.close();
          }
        };
    pass(30);

    assertEquals(List.of(), b.told);
    assertTrue(record().isFree());
    assertEquals(2, record().epoch());
  }

  @Test
  void whoClosesWhileTheApiServerIsAwayJustStops() {
    pass(30);
    a.way.down = true;
    a.elector.close();

    assertFalse(a.elector.isLeading());
    pass(20);
    assertTrue(b.elector.isLeading());
  }

  @Test
  void anEpochIsClaimedAboveWhatPodsReport() {
    assertEquals(1, a.elector.claim(0).toCompletableFuture().join());
    int writes = lease.writes;
    assertEquals(42, a.elector.claim(41).toCompletableFuture().join());

    assertEquals(writes + 1, lease.writes);
    assertEquals(42, record().epoch());
    assertEquals(42, a.elector.epoch());
    assertEquals(List.of("leads"), a.told, "it leads on");
  }

  @Test
  void whoDoesNotLeadClaimsNothing() {
    assertThrows(CompletionException.class, () -> b.elector.claim(0).toCompletableFuture().join());

    pass(30);
    a.stop();
    pass(30);
    a.resume();
    assertThrows(CompletionException.class, () -> a.elector.claim(5).toCompletableFuture().join());
    assertEquals("b", record().holder());
  }

  @Test
  void saysWhyItCannotStand() {
    var late = new Replica("late", time, lease);
    assertNotNull(late.elector.problem());
    late.elector.start();
    assertNull(late.elector.problem());

    late.way.down = true;
    pass(5);
    assertEquals("can't stand for leadership: the API server is away", late.elector.problem());
  }

  private void pass(long seconds) {
    time.pass(Duration.ofSeconds(seconds));
  }

  /** How long it took; fails after a minute. */
  private Duration passUntil(BooleanSupplier condition) {
    Duration before = time.passed();
    for (int i = 0; i < 1_200 && !condition.getAsBoolean(); i++) {
      time.pass(TICK);
    }
    assertTrue(condition.getAsBoolean());
    return time.passed().minus(before);
  }

  private LeaseRecord record() {
    return requireNonNull(lease.stored()).record();
  }

  private static LeaseRecord held(String holder, long epoch) {
    return new LeaseRecord(
        holder, holder + "-1", Duration.ofSeconds(15), Replica.NOON, Replica.NOON, 5, epoch);
  }
}
