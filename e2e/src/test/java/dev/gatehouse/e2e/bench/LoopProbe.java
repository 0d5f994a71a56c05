package dev.gatehouse.e2e.bench;

import io.netty.util.concurrent.EventExecutor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** How late an event loop gets to what is due. Looks every millisecond, on the loop itself. */
final class LoopProbe {
  private static final long EVERY_NANOS = 1_000_000;

  private final EventExecutor loop;
  private List<Long> late = new ArrayList<>();

  private LoopProbe(EventExecutor loop) {
    this.loop = loop;
  }

  /** Looks until the loop ends. */
  static LoopProbe on(EventExecutor loop) {
    var probe = new LoopProbe(loop);
    loop.execute(probe::next);
    return probe;
  }

  /** Nanoseconds, those since it was asked last. */
  List<Long> taken() throws InterruptedException, ExecutionException {
    return loop.submit(
            () -> {
              List<Long> taken = late;
              late = new ArrayList<>();
              return taken;
            })
        .get();
  }

  private void next() {
    long due = System.nanoTime() + EVERY_NANOS;
    var _ =
        loop.schedule(
            () -> {
              late.add(System.nanoTime() - due);
              next();
            },
            EVERY_NANOS,
            TimeUnit.NANOSECONDS);
  }
}
