package dev.gatehouse.e2e.bench.cluster;

import dev.gatehouse.e2e.bench.OpenConnection;
import dev.gatehouse.e2e.bench.Samples;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Changes of routes, from {@code kubectl apply} to when they are live on all pods. */
final class ChangeBench {
  /** Between two changes; what is left to do after one doesn't hold up the next. */
  private static final long PAUSE_MILLIS = 200;

  private static final int IDLE_SECONDS = 20;

  private final BenchSite site;
  private final int receivers;
  private long next = RouteChange.FIRST;

  ChangeBench(BenchSite site) {
    this.site = site;
    this.receivers = site.plan().receivers();
  }

  private record Made(RouteChange change, RouteChange.Timed timed) {}

  void run() throws IOException, InterruptedException {
    ReceiverProcess rest = receivers == 0 ? null : site.fleet().addReceivers(receivers);
    idle();
    if (site.plan().moves() == 0) {
      measure(rest, null);
    } else {
      try (var churn = new EndpointChurn(site.cluster(), site.plan().moves())) {
        measure(rest, churn);
      }
    }
    site.printMemory("after changes");
  }

  private void measure(@Nullable ReceiverProcess rest, @Nullable EndpointChurn churn)
      throws IOException, InterruptedException {
    // Code that has yet to be compiled is nobody's figure.
    var _ = change(site.plan().changes());
    Usage before = site.usage();
    long moved = churn == null ? 0 : churn.done();
    List<Made> all = change(site.plan().changes());
    long moves = churn == null ? 0 : churn.done() - moved;
    site.print("changes", before, Map.of("routes", all.size(), "moves", moves));
    Map<Long, Arrivals.Arrival> arrivals = rest == null ? Map.of() : rest.arrivals();
    for (Made made : all) {
      long applied = made.timed.applied();
      long shown = made.timed.seen();
      long live = Math.max(shown, arrived(made, arrivals));
      Samples.print(Map.of("part", "change", "applied", applied, "shown", shown, "live", live));
    }
  }

  /** Nanoseconds until the last receiver had it. */
  private long arrived(Made made, Map<Long, Arrivals.Arrival> arrivals) {
    if (receivers == 0) {
      return 0;
    }
    Arrivals.Arrival arrival = arrivals.get(made.change.number());
    if (arrival == null || arrival.receivers() != receivers) {
      throw new IllegalStateException(made.change + " arrived as " + arrival);
    }
    return arrival.nanos() - made.timed.begun();
  }

  private void idle() throws InterruptedException {
    // What a new fleet brings about has to come to its end.
    TimeUnit.SECONDS.sleep(IDLE_SECONDS);
    Usage before = site.usage();
    TimeUnit.SECONDS.sleep(IDLE_SECONDS);
    site.print("idle", before, Map.of());
  }

  /** So many, one after the other. */
  private List<Made> change(int count) throws IOException, InterruptedException {
    List<OpenConnection> pods = site.fleet().connect();
    try {
      var all = new ArrayList<Made>();
      for (int i = 0; i < count; i++) {
        RouteChange change = RouteChange.of(next++, site.cluster().made());
        all.add(new Made(change, change.run(site.cluster(), pods)));
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
      }
      return all;
    } finally {
      for (OpenConnection pod : pods) {
        pod.close();
      }
    }
  }
}
