package dev.gatehouse.e2e.bench;

import dev.gatehouse.dataplane.compile.Compilation;
import dev.gatehouse.dataplane.compile.Compiler;
import dev.gatehouse.dataplane.compile.Features;
import dev.gatehouse.dataplane.exchange.Exchange;
import dev.gatehouse.dataplane.exchange.Headers;
import dev.gatehouse.dataplane.exchange.Outcome;
import dev.gatehouse.dataplane.exchange.RequestHead;
import dev.gatehouse.dataplane.observe.ExchangeMetrics;
import dev.gatehouse.dataplane.observe.PodMetrics;
import dev.gatehouse.dataplane.settings.BadSettings;
import dev.gatehouse.operator.source.Sources;
import dev.gatehouse.operator.translate.Memo;
import dev.gatehouse.operator.translate.Translator;
import dev.gatehouse.operator.view.ClusterView;
import dev.gatehouse.snapshot.Encoded;
import dev.gatehouse.snapshot.ResourceId;
import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;

/**
 * Not a test: the heap that an operator, a pod, and of the pod's the compiled table hold with some
 * number of routes; and the metric series of as many. Run by {@code e2e/bench/heap}.
 */
final class HeapBench {
  /** A port that nobody is asked at. */
  private static final int NOWHERE = 9;

  private HeapBench() {}

  /** Arguments: how often, then numbers of routes. */
  public static void main(String[] arguments)
      throws BadSettings, InterruptedException, ExecutionException {
    int times = Integer.parseInt(arguments[0]);
    // Classes, code and buffers that come with the first are nobody's.
    measure(new MadeUpCluster(1_000, NOWHERE), -1);
    for (int time = 0; time < times; time++) {
      for (int i = 1; i < arguments.length; i++) {
        measure(new MadeUpCluster(Integer.parseInt(arguments[i]), NOWHERE), time);
      }
    }
  }

  private static void measure(MadeUpCluster cluster, int time)
      throws BadSettings, InterruptedException, ExecutionException {
    long before = liveHeap();
    try (var pod = new BenchPod()) {
      long both = withOperator(pod, cluster);
      long podAlone = liveHeap();
      print(cluster, time, "operator", both - podAlone);
      print(cluster, time, "pod", podAlone - before);
    }
    Map<ResourceId, Encoded> resources = resources(cluster);
    print(cluster, time, "compiled", compiledHeap(resources));
    print(cluster, time, "series", seriesHeap(resources.keySet()));
  }

  private static long withOperator(BenchPod pod, MadeUpCluster cluster)
      throws InterruptedException, ExecutionException {
    try (var operator = new BenchOperator(pod.pushPort())) {
      operator.change(cluster.whole());
      operator.awaitRest();
      return liveHeap();
    }
  }

  private static long compiledHeap(Map<ResourceId, Encoded> resources) {
    long before = liveHeap();
    Compilation compiled = new Compiler(Features.SUPPORTED).compile(resources);
    try {
      return liveHeap() - before;
    } finally {
      Reference.reachabilityFence(compiled);
      Reference.reachabilityFence(resources);
    }
  }

  /** Each route has been answered once, from a backend. */
  private static long seriesHeap(Set<ResourceId> resources) {
    List<ResourceId> rules = startingWith("route/", resources);
    List<ResourceId> upstreams = startingWith("upstream/", resources);
    Exchange exchange =
        new Exchange(
            new RequestHead("GET", "http", "pod", "/", "", new Headers()),
            new Exchange.Client("127.0.0.1", "127.0.0.1", 80, "http"),
            new Exchange.Trace("", "", "", ""),
            0);
    long before = liveHeap();
    var registry = PodMetrics.registry();
    var metrics = new ExchangeMetrics(registry, Integer.MAX_VALUE);
    for (int i = 0; i < rules.size(); i++) {
      ResourceId upstream = upstreams.get(i % upstreams.size());
      metrics.finished(
          exchange, new Outcome(200, null, null, rules.get(i), upstream, null, 1, 0, 0, 1, 1));
    }
    try {
      return liveHeap() - before;
    } finally {
      Reference.reachabilityFence(registry);
      Reference.reachabilityFence(metrics);
      Reference.reachabilityFence(resources);
    }
  }

  private static List<ResourceId> startingWith(String kind, Set<ResourceId> resources) {
    return resources.stream().filter(id -> id.value().startsWith(kind)).sorted().toList();
  }

  private static Map<ResourceId, Encoded> resources(MadeUpCluster cluster) {
    ClusterView view = cluster.whole().appliedTo(ClusterView.empty(ClusterView.Settings.LAPTOP));
    return new Translator(Sources.standard())
        .translate(view, Set.of(), Memo.EMPTY)
        .translation()
        .content("default")
        .resources();
  }

  private static void print(MadeUpCluster cluster, int time, String what, long bytes) {
    if (time >= 0) {
      Samples.print(Map.of("what", what, "routes", cluster.routes(), "time", time, "bytes", bytes));
    }
  }

  /** What is used right after a full collection; again until it no longer shrinks. */
  private static long liveHeap() {
    long least = Long.MAX_VALUE;
    for (int settled = 0; settled < 3; ) {
      System.gc();
      long used = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
      settled = used < least ? 0 : settled + 1;
      least = Math.min(least, used);
    }
    return least;
  }
}
