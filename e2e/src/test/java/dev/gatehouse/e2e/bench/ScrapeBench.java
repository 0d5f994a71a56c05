package dev.gatehouse.e2e.bench;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;

/**
 * Not a test: how late the event loops of a pod are while its metrics are read, all routes having
 * been hit. Each page is followed by as long a time without one. Run by {@code e2e/bench/scrape}.
 */
final class ScrapeBench {
  private static final String SETTINGS = "limits: {metricSeries: 100000}";

  /** What readers may ask for, by name: lines of a request's head. Prometheus asks for gzip. */
  private static final Map<String, String> KINDS =
      new TreeMap<>(Map.of("plain", "", "gzip", "accept-encoding: gzip\r\n"));

  private final List<LoopProbe> probes = new ArrayList<>();
  private final OpenConnection observer;

  private ScrapeBench(BenchPod pod) throws IOException {
    pod.loops().forEach(loop -> probes.add(LoopProbe.on(loop)));
    observer = new OpenConnection(pod.observePort());
  }

  /** Arguments: routes, rounds to warm up, rounds. */
  public static void main(String[] arguments) throws Exception {
    int routes = Integer.parseInt(arguments[0]);
    Vertx outside = Vertx.vertx();
    int backend =
        outside
            .createHttpServer()
            .requestHandler(request -> request.response().end("backend"))
            .listen(0, "127.0.0.1")
            .await()
            .actualPort();
    try (var pod = new BenchPod(SETTINGS)) {
      var cluster = new MadeUpCluster(routes, backend);
      try (var operator = new BenchOperator(pod.pushPort())) {
        operator.change(cluster.whole());
        operator.awaitRest();
      }
      hit(pod, routes);
      new ScrapeBench(pod).run(Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]));
    } finally {
      outside.close().await();
    }
  }

  private static void hit(BenchPod pod, int routes) throws IOException {
    try (var client = new OpenConnection(pod.trafficPort())) {
      for (int route = 0; route < routes; route++) {
        String host = MadeUpCluster.host(route);
        OpenConnection.Answer answer = client.get(host, MadeUpCluster.path(route));
        if (!answer.head().startsWith("http/1.1 200 ")) {
          throw new IllegalStateException("route " + route + ": " + answer);
        }
      }
    }
  }

  private void run(int warmUp, int rounds)
      throws IOException, InterruptedException, ExecutionException {
    for (int round = -warmUp; round < rounds; round++) {
      for (var kind : KINDS.entrySet()) {
        measure(round, kind.getKey(), kind.getValue());
      }
    }
  }

  private void measure(int round, String kind, String headers)
      throws IOException, InterruptedException, ExecutionException {
    take();
    long from = uptime();
    long start = System.nanoTime();
    long bytes = observer.chunked("/metrics", headers);
    long nanos = System.nanoTime() - start;
    print(round, kind, from, Map.of("bytes", bytes, "nanos", nanos));
    long quietFrom = uptime();
    LockSupport.parkNanos(nanos);
    print(round, kind, quietFrom, Map.of());
  }

  private List<List<Long>> take() throws InterruptedException, ExecutionException {
    var late = new ArrayList<List<Long>>();
    for (LoopProbe probe : probes) {
      late.add(probe.taken());
    }
    return late;
  }

  private void print(int round, String kind, long from, Map<String, ?> page)
      throws InterruptedException, ExecutionException {
    List<List<Long>> late = take();
    if (round >= 0) {
      Samples.print(Map.of("kind", kind, "page", page, "late", late, "from", from, "to", uptime()));
    }
  }

  /** Milliseconds, as the log of the collector has them. */
  private static long uptime() {
    return ManagementFactory.getRuntimeMXBean().getUptime();
  }
}
