package dev.gatehouse.dataplane.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PacingTest {
  private static final long MILLISECOND = 1_000_000;

  private long now = Long.MAX_VALUE - MILLISECOND;
  private final List<Long> rests = new ArrayList<>();
  private int stepsBack;
  private final Pacing pacing = new Pacing(() -> now, this::rest, () -> stepsBack++);

  @Test
  void stepsBackAsSoonAsRequestsWaitAndNotBefore() {
    pacing.begin(false);
    assertEquals(0, stepsBack);

    pacing.begin(true);
    assertEquals(1, stepsBack);
  }

  @Test
  void restsForAsLongAsItWorked() {
    pacing.begin(true);
    work(3_500, 1_000);

    assertEquals(List.of(MILLISECOND, MILLISECOND, MILLISECOND), rests);
  }

  @Test
  void doesNotRestInShortWork() {
    pacing.begin(true);
    work(900, 1_000);
    now += 5 * MILLISECOND;
    pacing.begin(true);
    work(900, 1_000);

    assertEquals(List.of(), rests);
  }

  @Test
  void doesNotRestWhileNothingIsServed() {
    work(2_000, 1_000);
    pacing.begin(false);
    work(2_000, 1_000);

    assertEquals(List.of(), rests);
  }

  private void work(int steps, long nanosOfEach) {
    for (int i = 0; i < steps; i++) {
      now += nanosOfEach;
      pacing.step();
    }
  }

  private void rest(long nanos) {
    now += nanos;
    rests.add(nanos);
  }
}
