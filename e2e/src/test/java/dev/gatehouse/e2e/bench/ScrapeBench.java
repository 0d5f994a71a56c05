package dev.gatehouse.e2e.bench;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;

/**
 * Not a test: how late the event loops of a pod are while its metrics are read, all routes having
 * been hit. Run by {@code e2e/bench/scrape}.
 */
final class ScrapeBench {
  private static final String SETTINGS = "limits: {metricSeries: 100000}";

  private final List<LoopProbe> probes = new ArrayList<>();
  private final OpenConnection observer;

  private ScrapeBench(BenchPod pod) throws IOException {
    pod.loops().forEach(loop -> probes.add(LoopProbe.on(loop)));
    observer = new OpenConnection(pod.observePort());
  }

  /** Arguments: routes, pages to warm up, rounds. */
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
    for (int i = 0; i < warmUp; i++) {
      page();
    }
    for (int round = 0; round < rounds; round++) {
      take();
      long start = System.nanoTime();
      long bytes = page();
      long nanos = System.nanoTime() - start;
      print(round, "scrape", Map.of("bytes", bytes, "nanos", nanos));
      LockSupport.parkNanos(nanos);
      print(round, "quiet", Map.of());
    }
  }

  private long page() throws IOException {
    return observer.length("pod", "/metrics");
  }

  private List<List<Long>> take() throws InterruptedException, ExecutionException {
    var late = new ArrayList<List<Long>>();
    for (LoopProbe probe : probes) {
      late.add(probe.taken());
    }
    return late;
  }

  private void print(int round, String when, Map<String, ?> page)
      throws InterruptedException, ExecutionException {
    Samples.print(Map.of("round", round, "while", when, "late", take(), "page", page));
  }
}
