package dev.gatehouse.operator.lead;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LeaseSettingsTest {
  @ParameterizedTest
  @CsvSource({
    "'', me, 15000, 10000, 2000, --lease is empty",
    "lease, '', 15000, 10000, 2000, --identity is empty",
    "lease, me, 1500, 1000, 200, --lease-duration has to be in whole seconds",
    "lease, me, 0, 0, 0, --lease-duration has to be in whole seconds",
    "lease, me, 10000, 10000, 2000, --renew-deadline has to be shorter than --lease-duration",
    "lease, me, 15000, 10000, 0, --retry-period has to be more than 0",
    "lease, me, 15000, 10000, 5001, --retry-period has to be at most half of --renew-deadline",
  })
  void sayWhatToChange(
      String name, String identity, long duration, long deadline, long retry, String message) {
    var failure =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                new LeaseSettings(
                    name,
                    identity,
                    Duration.ofMillis(duration),
                    Duration.ofMillis(deadline),
                    Duration.ofMillis(retry)));

    String told = String.valueOf(failure.getMessage());
    assertTrue(told.startsWith(message), told);
  }

  @Test
  void attemptsAreSpreadAroundTheRetryPeriod() {
    var standard = LeaseSettings.standard("me");

    assertEquals(Duration.ofMillis(1_500), standard.pause(0));
    assertEquals(Duration.ofSeconds(2), standard.pause(0.5));
    assertEquals(Duration.ofMillis(2_500), standard.pause(1));
  }
}
