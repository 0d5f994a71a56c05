package dev.gatehouse.operator.input.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SilenceTest {
  private static final Duration BOUND = Duration.ofSeconds(75);

  private final FakeClock clock = new FakeClock();
  private final Silence silence = new Silence(BOUND, clock);
  private int tooLong;

  @Test
  void ofTheApiServerIsBorneForLongerThanItsBookmarksAreApartAndForLessThan90Seconds() {
    assertTrue(OperatorClient.SILENCE.compareTo(Duration.ofSeconds(65)) > 0);
    assertTrue(OperatorClient.SILENCE.compareTo(Duration.ofSeconds(80)) < 0, "and then reconnect");
  }

  @Test
  void isToldOnceAtItsBound() {
    silence.begin(() -> tooLong++);

    clock.pass(BOUND.minusNanos(1));
    assertEquals(0, tooLong);
    clock.pass(Duration.ofNanos(1));
    assertEquals(1, tooLong);
    clock.pass(BOUND.multipliedBy(3));
    assertEquals(1, tooLong);
  }

  @Test
  void beginsAnewWithWhateverIsHeard() {
    silence.begin(() -> tooLong++);

    for (int i = 0; i < 5; i++) {
      clock.pass(Duration.ofSeconds(60));
      silence.heard();
    }
    clock.pass(Duration.ofSeconds(74));
    assertEquals(0, tooLong);
    clock.pass(Duration.ofSeconds(1));
    assertEquals(1, tooLong);
  }

  @Test
  void isNoMatterOnceAllIsOver() {
    silence.begin(() -> tooLong++);

    silence.over();

    clock.pass(BOUND.multipliedBy(2));
    assertEquals(0, tooLong);
  }
}
