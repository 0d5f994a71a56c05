package dev.gatehouse.operator.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PublishSettingsTest {
  @ParameterizedTest
  @CsvSource({
    "1, 0.0, 50",
    "1, 1.0, 100",
    "2, 1.0, 200",
    "5, 0.5, 1200",
    "8, 1.0, 10000",
    "500, 1.0, 10000",
    "500, 0.0, 5000",
  })
  void theRestDoublesUpToItsBoundAndIsPartlyChance(int failures, double chance, long millis) {
    assertEquals(Duration.ofMillis(millis), PublishSettings.STANDARD.backoff(failures, chance));
  }

  @ParameterizedTest
  @CsvSource({"1, 1.0, 100", "3, 1.0, 400", "4, 1.0, 500", "500, 1.0, 500", "500, 0.0, 250"})
  void aPodThatStartsIsNotKeptWaiting(int failures, double chance, long millis) {
    assertEquals(
        Duration.ofMillis(millis), PublishSettings.STANDARD.startBackoff(failures, chance));
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "1, 1", "30, 30", "100, 100", "5000, 100"})
  void theMorePodsTheLongerEndpointsWait(int pods, long millis) {
    assertEquals(Duration.ofMillis(millis), PublishSettings.STANDARD.endpointPause(pods));
  }
}
