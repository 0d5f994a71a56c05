package dev.gatehouse.e2e.bench;

import dev.gatehouse.dataplane.settings.BadSettings;
import dev.gatehouse.operator.input.Changes;
import dev.gatehouse.operator.view.ClusterObject;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutionException;

/**
 * Not a test: one change among few and among many routes, from event to live. Run by {@code
 * e2e/bench/control}.
 *
 * <p>Each round asks every control plane, in random order, for a number of changes, twice: first
 * with a client that asks until it sees the change, which tells the time; then without a client,
 * which tells the CPU time of all that works on a change. All run in one JVM, so that they run the
 * same machine code.
 */
final class ControlBench implements Closeable {
  private final Vertx outside = Vertx.vertx();
  private final int first = backend(outside, "first");
  private final int second = backend(outside, "second");
  private final List<Lane> lanes = new ArrayList<>();
  private final Deque<Closeable> open = new ArrayDeque<>();
  private final int changes;

  private ControlBench(int changes) {
    this.changes = changes;
  }

  /** A control plane, and what is to be changed there. */
  private record Lane(
      String routes, BenchOperator operator, ChangeSource source, OpenConnection client) {
    Change change() {
      Change change = source.next();
      ClusterObject object = change.object();
      operator.change(new Changes(Map.of(object.key(), object), Set.of()));
      return change;
    }
  }

  /** Arguments: rounds, changes in each, changes to warm up, and the planes. */
  public static void main(String[] arguments) throws Exception {
    try (var bench = new ControlBench(Integer.parseInt(arguments[1]))) {
      for (int i = 3; i < arguments.length; i++) {
        bench.add(arguments[i]);
      }
      bench.run(Integer.parseInt(arguments[2]), Integer.parseInt(arguments[0]));
    }
  }

  /** {@code plane} is a number of routes, and perhaps a word that tells it from its like. */
  private void add(String plane)
      throws IOException, BadSettings, InterruptedException, ExecutionException {
    var cluster = new MadeUpCluster(Integer.parseInt(plane.split(" ", 2)[0]), first);
    var pod = opened(new BenchPod());
    var operator = opened(new BenchOperator(pod.pushPort()));
    operator.change(cluster.whole());
    operator.awaitRest();
    Samples.print(Map.of("plane", plane, "wholeBytes", operator.pushedBytes()));
    var client = opened(new OpenConnection(pod.trafficPort()));
    lanes.add(new Lane(plane, operator, new ChangeSource.OfRoutes(cluster), client));
    lanes.add(
        new Lane(plane, operator, new ChangeSource.OfEndpoints(cluster, first, second), client));
  }

  private <T extends Closeable> T opened(T closeable) {
    open.push(closeable);
    return closeable;
  }

  @Override
  public void close() throws IOException {
    while (!open.isEmpty()) {
      open.pop().close();
    }
    outside.close().await();
  }

  private void run(int warmUp, int rounds)
      throws IOException, InterruptedException, ExecutionException {
    for (int done = 0; done < warmUp; done += 2 * changes) {
      for (Lane lane : lanes) {
        timed(lane);
        counted(lane);
      }
    }
    var random = new Random(1);
    for (int round = 0; round < rounds; round++) {
      Collections.shuffle(lanes, random);
      for (Lane lane : lanes) {
        double bytes = lane.operator.pushedBytes();
        long[] nanos = timed(lane);
        CpuTime cpu = counted(lane);
        Samples.print(
            Map.of(
                "plane",
                lane.routes,
                "kind",
                lane.source.kind(),
                "round",
                round,
                "changes",
                changes,
                "nanos",
                nanos,
                "cpu",
                cpu.parts(),
                "process",
                cpu.process(),
                "bytes",
                (lane.operator.pushedBytes() - bytes) / (2 * changes)));
      }
    }
  }

  /** From the event to the answer that shows it, for each change. */
  private long[] timed(Lane lane) throws IOException, InterruptedException, ExecutionException {
    long[] nanos = new long[changes];
    for (int i = 0; i < changes; i++) {
      long start = System.nanoTime();
      Change change = lane.change();
      while (!change.isSeenBy(lane.client)) {
        // Asks again at once: the time of an answer is the resolution.
      }
      nanos[i] = System.nanoTime() - start;
      lane.operator.awaitRest();
    }
    return nanos;
  }

  /** Of all changes together. That the last is served proves that none was lost. */
  private CpuTime counted(Lane lane) throws IOException, InterruptedException, ExecutionException {
    CpuTime before = CpuTime.now();
    for (int i = 1; i < changes; i++) {
      lane.change();
      lane.operator.awaitLive();
    }
    Change last = lane.change();
    lane.operator.awaitRest();
    CpuTime spent = CpuTime.now().since(before);
    if (!last.isSeenBy(lane.client)) {
      throw new IllegalStateException("acknowledged, but not served: " + last);
    }
    return spent;
  }

  private static int backend(Vertx vertx, String name) {
    HttpServer server =
        vertx.createHttpServer().requestHandler(request -> request.response().end(name));
    return server.listen(0, "127.0.0.1").await().actualPort();
  }
}
