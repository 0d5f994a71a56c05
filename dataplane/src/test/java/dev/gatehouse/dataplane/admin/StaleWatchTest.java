package dev.gatehouse.dataplane.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.dataplane.observe.Readiness;
import dev.gatehouse.dataplane.observe.Readiness.State;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class StaleWatchTest {
  private final Readiness readiness = new Readiness();
  private long now = Long.MAX_VALUE - 1000;
  private boolean othersConfirmed = true;
  private final StaleWatch watch =
      new StaleWatch(readiness, Duration.ofHours(1), () -> othersConfirmed, () -> now);

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
    othersConfirmed = false;

    assertState(State.RESTORED);
    othersConfirmed = true;
    assertState(State.STALE);
    othersConfirmed = false;
    assertState(State.RESTORED);
  }

  @Test
  void aPushEndsTheWatch() {
    readiness.restored();
    now += Duration.ofHours(2).toNanos();
    assertState(State.STALE);

    readiness.live();

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
