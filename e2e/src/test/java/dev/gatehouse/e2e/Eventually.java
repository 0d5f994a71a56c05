package dev.gatehouse.e2e;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for what another process does in its own time; the one place where tests poll. */
public final class Eventually {
  private static final Executor TICK =
      CompletableFuture.delayedExecutor(20, TimeUnit.MILLISECONDS, Runnable::run);

  private Eventually() {}

  /**
   * Asks every 20 ms until the answer is yes; {@code what} completes the sentence of the failure.
   */
  public static void until(String what, Duration atMost, BooleanSupplier condition) {
    until(() -> what, atMost, condition);
  }

  /** The same, where the sentence depends on what was seen last. */
  public static void until(Supplier<String> what, Duration atMost, BooleanSupplier condition) {
    long deadline = System.nanoTime() + atMost.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError("not within " + atMost.toMillis() + " ms: " + what.get());
      }
      CompletableFuture.runAsync(() -> {}, TICK).join();
    }
  }
}
