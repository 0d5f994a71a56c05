package dev.gatehouse.operator.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StatusTroubleTest {
  private static final String REASON = "forbidden";

  private long now = Long.MAX_VALUE - 1_000;
  private final StatusTrouble trouble = new StatusTrouble("Statuses are", () -> now);

  @Test
  void withoutAnyNothingRests() {
    assertEquals(Duration.ZERO, trouble.rest());
    assertNull(trouble.refusal());
  }

  @Test
  void allRestAfterAFailureAndComeBackOneByOne() {
    trouble.failed(REASON, true);

    List<Duration> rests = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      rests.add(trouble.rest());
    }
    assertTrue(rests.stream().allMatch(rest -> rest.compareTo(StatusTrouble.FIRST) >= 0));
    assertTrue(
        rests.stream().allMatch(rest -> rest.compareTo(StatusTrouble.FIRST.multipliedBy(2)) < 0));
    assertTrue(rests.stream().distinct().count() > 90);
    pass(StatusTrouble.FIRST);
    assertEquals(Duration.ZERO, trouble.rest());
  }

  @Test
  void aRestIsTwiceAsLongWhereTheOneBeforeWasNoUse() {
    var longest = new ArrayList<Long>();
    for (int i = 0; i < 6; i++) {
      trouble.failed(REASON, true);
      trouble.failed(REASON, true); // It was under way with the first.
      longest.add(untilOver().toSeconds());
    }
    assertEquals(List.of(1L, 2L, 4L, 8L, 10L, 10L), longest);

    pass(StatusTrouble.LONGEST.multipliedBy(2));
    trouble.failed(REASON, true);
    assertEquals(1, untilOver().toSeconds());
  }

  @Test
  void aRefusalIsToldUntilWhoeverRestedHasTriedAgain() {
    trouble.failed(REASON, true);

    assertEquals(REASON, trouble.refusal());
    pass(StatusTrouble.FIRST.multipliedBy(2));
    assertEquals(REASON, trouble.refusal());
    pass(StatusTrouble.FIRST);
    assertNull(trouble.refusal());
  }

  @Test
  void whatPassesByItselfIsNotTold() {
    trouble.failed("etcd has no leader", false);

    assertTrue(trouble.rest().isPositive());
    assertNull(trouble.refusal());
  }

  private Duration untilOver() {
    Duration step = Duration.ofMillis(100);
    Duration passed = Duration.ZERO;
    while (trouble.rest().isPositive()) {
      pass(step);
      passed = passed.plus(step);
    }
    return passed;
  }

  private void pass(Duration time) {
    now += time.toNanos();
  }
}
