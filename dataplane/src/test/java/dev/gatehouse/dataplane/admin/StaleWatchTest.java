package dev.gatehouse.dataplane.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.dataplane.observe.Readiness;
import dev.gatehouse.dataplane.observe.Readiness.State;
import dev.gatehouse.snapshot.SnapshotVersion;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class StaleWatchTest {
  private static final SnapshotVersion VERSION = new SnapshotVersion(1, 1, "00");

  private final Readiness readiness = new Readiness();
  private long now = Long.MAX_VALUE - 1000;
  private boolean othersAreAhead = true;
  private final StaleWatch watch =
      new StaleWatch(readiness, Duration.ofHours(1), () -> VERSION, _ -> othersAreAhead, () -> now);

  @Test
  void aRestoredPodStepsBackOnceItIsTooOld() {
    readiness.restored();

    assertState(State.RESTORED);
    now += Duration.ofHours(1).toNanos();
    assertState(State.RESTORED);
    now++;
    assertState(State.STALE);
  }

  @Test
  void itServesAsLongAsNobodyElseIsConfirmed() {
    readiness.restored();
    now += Duration.ofHours(2).toNanos();
    othersAreAhead = false;

    assertState(State.RESTORED);
    othersAreAhead = true;
    assertState(State.STALE);
    othersAreAhead = false;
    assertState(State.RESTORED);
  }

  @Test
  void aPushEndsTheWatch() {
    readiness.restored();
    now += Duration.ofHours(2).toNanos();
    assertState(State.STALE);

    readiness.live(VERSION);

    assertFalse(watch.check());
    assertEquals(State.READY, readiness.state());
  }

  @Test
  void aPodThatRestoredNothingOrGoesDownIsNotWatched() {
    now += Duration.ofHours(2).toNanos();

    assertFalse(watch.check());
    assertEquals(State.NO_SNAPSHOT, readiness.state());
    readiness.draining();
    assertFalse(watch.check());
    assertEquals(State.DRAINING, readiness.state());
  }

  private void assertState(State expected) {
    assertTrue(watch.check(), "has to be asked again");
    assertEquals(expected, readiness.state());
  }
}
