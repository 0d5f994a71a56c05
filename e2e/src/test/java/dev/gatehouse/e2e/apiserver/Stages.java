package dev.gatehouse.e2e.apiserver;

import java.util.Locale;
import java.util.concurrent.Callable;

/** Says on standard error what takes how long, since the first start may take minutes. */
final class Stages {
  private Stages() {}

  static void say(String what) {
    System.err.println("apiserver: " + what);
  }

  static <T> T timed(String stage, Callable<T> work) {
    long start = System.nanoTime();
    try {
      return work.call();
    } catch (RuntimeException e) {
      throw e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stage + " was interrupted", e);
    } catch (Exception e) {
      throw new IllegalStateException(stage + " failed", e);
    } finally {
      say(String.format(Locale.ROOT, "%s %.1f s", stage, (System.nanoTime() - start) / 1e9));
    }
  }

  static void timed(String stage, Runnable work) {
    timed(
        stage,
        () -> {
          work.run();
          return true;
        });
  }
}
