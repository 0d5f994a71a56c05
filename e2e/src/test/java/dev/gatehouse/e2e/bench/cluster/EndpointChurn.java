package dev.gatehouse.e2e.bench.cluster;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Moves the endpoints of one Service after the other, so many a second, until it is closed. */
final class EndpointChurn implements AutoCloseable {
  private final BenchCluster cluster;
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private final ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicLong begun = new AtomicLong();
  private final AtomicLong done = new AtomicLong();
  private final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();

  EndpointChurn(BenchCluster cluster, int perSecond) {
    this.cluster = cluster;
    long nanos = TimeUnit.SECONDS.toNanos(1) / perSecond;
    var _ =
        clock.scheduleAtFixedRate(
            () -> clients.execute(this::move), nanos, nanos, TimeUnit.NANOSECONDS);
  }

  /** How many the API server has taken; fails where it refused one. */
  long done() {
    RuntimeException failed = failure.get();
    if (failed != null) {
      throw failed;
    }
    return done.get();
  }

  @Override
  public void close() {
    clock.shutdownNow();
    clients.close();
  }

  private void move() {
    long number = begun.getAndIncrement();
    int services = cluster.made().services();
    long round = number / services + 1;
    // To an address that nobody is asked at.
    String address = "10.%d.%d.%d".formatted(round % 250 + 1, number % 250, number % 249 + 1);
    try {
      cluster.move((int) (number % services), new BenchCluster.Endpoint(address, 8080));
      done.incrementAndGet();
    } catch (RuntimeException e) {
      failure.compareAndSet(null, e);
    }
  }
}
