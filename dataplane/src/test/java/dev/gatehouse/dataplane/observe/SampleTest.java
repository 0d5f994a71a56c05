package dev.gatehouse.dataplane.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SampleTest {
  private static final long START = 1_700_000_000_000L;

  @Test
  void theFirstOfASecondAreTakenAndTheNextSecondTellsOfTheRest() {
    var sample = new Sample(2);

    assertEquals(0, sample.take(START));
    assertEquals(0, sample.take(START + 1));
    assertEquals(-1, sample.take(START + 2));
    assertEquals(-1, sample.take(START + 999));
    assertEquals(2, sample.take(START + 1000));
    assertEquals(0, sample.take(START + 1000));
    assertEquals(-1, sample.take(START + 1999));
  }

  @Test
  void manyMoreThanItCanCountInASecondAreStillThatSecondsOwn() {
    var sample = new Sample(1);
    for (int i = 0; i < 200_000; i++) {
      assertEquals(i == 0 ? 0 : -1, sample.take(START));
    }

    assertEquals(199_999, sample.take(START + 1000));
  }

  @Test
  void noneIsLostAmongThreads() throws InterruptedException {
    var sample = new Sample(10);
    var taken = new AtomicLong();
    var told = new AtomicLong();
    var start = new CountDownLatch(1);
    Thread[] threads = new Thread[4];
    for (int i = 0; i < threads.length; i++) {
      threads[i] =
          Thread.ofVirtual()
              .start(
                  () -> {
                    await(start);
                    for (int k = 0; k < 1000; k++) {
                      long leftOut = sample.take(START);
                      if (leftOut >= 0) {
                        taken.incrementAndGet();
                        told.addAndGet(leftOut);
                      }
                    }
                  });
    }
    start.countDown();
    for (Thread thread : threads) {
      thread.join();
    }

    assertEquals(10, taken.get());
    // One that is taken may be overtaken by one that is left out, of which it tells already.
    assertEquals(3990, told.get() + sample.take(START + 1000));
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
