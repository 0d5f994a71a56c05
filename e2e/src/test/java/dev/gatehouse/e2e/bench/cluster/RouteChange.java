package dev.gatehouse.e2e.bench.cluster;

import dev.gatehouse.e2e.bench.MadeUpCluster;
import dev.gatehouse.e2e.bench.OpenConnection;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * One edit of a route that answers by itself: from now on it answers with the change's number.
 *
 * @param number counted from {@link #FIRST}
 */
record RouteChange(long number, int route) {
  /** Above every version that a route begins with. */
  static final long FIRST = 1_000_000;

  /** Between two looks: what a change may seem slower than it is. */
  private static final long PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(500);

  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

  /** Each is of another route, as long as there are any. */
  static RouteChange of(long number, MadeUpCluster made) {
    // Every tenth route answers by itself.
    return new RouteChange(number, (int) (number * 10 % made.routes()));
  }

  /**
   * Nanoseconds of a change.
   *
   * @param begun when it was about to be sent, by {@link System#nanoTime}
   * @param applied until the API server had answered
   * @param seen until each of the pods answered so
   */
  record Timed(long begun, long applied, long seen) {}

  /** Makes it, and asks until every pod shows it. */
  Timed run(BenchCluster cluster, List<OpenConnection> pods) throws IOException {
    long begun = System.nanoTime();
    cluster.apply(route, number);
    long applied = System.nanoTime();
    for (OpenConnection pod : pods) {
      while (!isSeenBy(pod)) {
        if (System.nanoTime() - begun > PATIENCE_NANOS) {
          throw new IllegalStateException("never live: " + this);
        }
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
    return new Timed(begun, applied - begun, System.nanoTime() - begun);
  }

  private boolean isSeenBy(OpenConnection pod) throws IOException {
    return pod.get(MadeUpCluster.host(route), MadeUpCluster.path(route))
        .body()
        .equals(Long.toString(number));
  }
}
