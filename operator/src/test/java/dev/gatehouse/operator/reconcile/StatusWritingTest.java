package dev.gatehouse.operator.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.javaoperatorsdk.operator.processing.retry.RetryExecution;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class StatusWritingTest {
  @Test
  void aStatusThatIsNotTakenIsTriedForAsLongAsItTakesAndEverMoreSlowly() {
    RetryExecution retry = StatusWriting.RETRY.initExecution();

    List<Long> first = Stream.generate(() -> retry.nextDelay().orElseThrow()).limit(7).toList();
    List<Long> later =
        Stream.generate(() -> retry.nextDelay().orElseThrow()).limit(10_000).distinct().toList();

    assertEquals(List.of(1_000L, 1_000L, 2_000L, 4_000L, 8_000L, 10_000L, 10_000L), first);
    assertEquals(List.of(10_000L), later);
  }
}
