package dev.gatehouse.e2e.bench;

import com.sun.net.httpserver.HttpServer;
import dev.gatehouse.dataplane.settings.BadSettings;
import io.netty.util.concurrent.EventExecutor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Not a test: how late a pod's event loops are while its metrics are scraped, beside how late they
 * are when nothing happens; every route has been asked before. Run by {@code e2e/bench/scrape}.
 */
final class ScrapeBench {
  private static final long EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private ScrapeBench() {}

  /** Arguments: the number of routes, and of rounds. */
  public static void main(String[] arguments)
      throws BadSettings, IOException, InterruptedException, ExecutionException {
    HttpServer backend =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    backend.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, 2);
          exchange.getResponseBody().write(new byte[] {'o', 'k'});
          exchange.close();
        });
    backend.start();
    var cluster = new MadeUpCluster(Integer.parseInt(arguments[0]), backend.getAddress().getPort());
    try (var pod = new BenchPod();
        var operator = new BenchOperator(pod.pushPort())) {
      operator.change(cluster.whole());
      operator.awaitRest();
      askAll(cluster, pod);
      measure(pod, Integer.parseInt(arguments[1]));
    } finally {
      backend.stop(0);
    }
  }

  private static void askAll(MadeUpCluster cluster, BenchPod pod) throws IOException {
    try (var client = new OpenConnection(pod.trafficPort())) {
      for (int route = 0; route < cluster.routes(); route++) {
        client.get(MadeUpCluster.host(route), MadeUpCluster.path(route));
      }
    }
  }

  /** The first round warms up. */
  private static void measure(BenchPod pod, int rounds) throws IOException, InterruptedException {
    var lateness = new ArrayList<Lateness>();
    for (EventExecutor loop : pod.eventLoops()) {
      lateness.add(new Lateness(loop));
    }
    try (var client = new OpenConnection(pod.observePort())) {
      for (int round = 0; round <= rounds; round++) {
        long start = System.nanoTime();
        worst(lateness);
        long bytes = client.get("pod", "/metrics").body().length();
        long scraped = worst(lateness);
        long nanos = System.nanoTime() - start;
        TimeUnit.NANOSECONDS.sleep(nanos);
        long idle = worst(lateness);
        if (round > 0) {
          Samples.print(Map.of("bytes", bytes, "nanos", nanos, "scraped", scraped, "idle", idle));
        }
      }
    }
  }

  private static long worst(List<Lateness> loops) {
    return loops.stream().mapToLong(Lateness::worst).max().orElse(0);
  }

  /** How much later than asked for a task of one event loop runs. */
  private static final class Lateness {
    private final EventExecutor loop;
    private final AtomicLong worst = new AtomicLong();

    Lateness(EventExecutor loop) {
      this.loop = loop;
      again();
    }

    private void again() {
      long due = System.nanoTime() + EVERY_NANOS;
      var _ =
          loop.schedule(
              () -> {
                worst.accumulateAndGet(System.nanoTime() - due, Math::max);
                again();
              },
              EVERY_NANOS,
              TimeUnit.NANOSECONDS);
    }

    /** In nanoseconds, since it was asked last. */
    long worst() {
      return worst.getAndSet(0);
    }
  }
}
