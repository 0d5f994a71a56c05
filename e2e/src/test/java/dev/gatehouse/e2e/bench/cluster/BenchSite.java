package dev.gatehouse.e2e.bench.cluster;

import dev.gatehouse.e2e.apiserver.Network;
import dev.gatehouse.e2e.bench.Samples;
import dev.gatehouse.e2e.bench.cluster.BenchCluster.Endpoint;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** Everything that takes part: cluster, operator, pods, two backends. */
final class BenchSite implements AutoCloseable {
  private final Vertx vertx = Vertx.vertx();
  private final Endpoint first = backend("first");
  private final Endpoint second = backend("second");
  private final Plan plan;
  private final BenchCluster cluster;
  private final BenchFleet fleet;
  private MeasuredOperator operator;
  private int operators;

  /** Puts routes and Services into an API server, and starts an operator that finds them there. */
  BenchSite(Plan plan) throws InterruptedException, IOException {
    this.plan = plan;
    Files.createDirectories(plan.folder());
    cluster = new BenchCluster(plan.routes(), plan.services());
    fleet = new BenchFleet(plan.images().resolve("dataplane"), cluster.api(), plan.folder());
    say("puts " + plan.routes() + " routes and " + plan.services() + " Services into it");
    cluster.install(first);
    operator = startOperator();
  }

  Plan plan() {
    return plan;
  }

  BenchCluster cluster() {
    return cluster;
  }

  BenchFleet fleet() {
    return fleet;
  }

  MeasuredOperator operator() {
    return operator;
  }

  /** A backend by what it answers, {@code first}, which every Service has first, or the other. */
  Endpoint backend(boolean isFirst) {
    return isFirst ? first : second;
  }

  /** The one before has to have ended. */
  MeasuredOperator startOperator() {
    operators++;
    operator =
        new MeasuredOperator(
            plan.images().resolve("operator"),
            cluster.api(),
            plan.folder(),
            "operator-" + operators,
            fleet.pushPort(),
            plan.options());
    return operator;
  }

  /** Of all that take part. */
  Usage usage() {
    Map<String, Long> pids = new HashMap<>(fleet.pids());
    pids.put("operator", operator.pid());
    pids.put("kube-apiserver", cluster.api().serverPid());
    pids.put("etcd", cluster.api().etcdPid());
    pids.put("benchmark", ProcessHandle.current().pid());
    return Usage.of(pids);
  }

  /** Prints what was measured since {@code before}. */
  void print(String part, Usage before, Map<String, ?> values) {
    Usage spent = usage().since(before);
    var sample = new LinkedHashMap<String, Object>();
    sample.put("part", part);
    sample.put("seconds", spent.seconds());
    sample.put("others", spent.others());
    sample.put("cpu", spent.own());
    sample.putAll(values);
    Samples.print(sample);
  }

  /** Prints what the operator holds now, and what it ever held. */
  void printMemory(String when) {
    long peak = operator.peakHeap();
    Samples.print(
        Map.of(
            "part",
            "memory",
            "when",
            when,
            "live",
            operator.liveHeap(),
            "peak",
            peak,
            "resident",
            Usage.peakResident(operator.pid())));
  }

  static void say(String what) {
    System.err.println("cluster: " + what);
  }

  @Override
  public void close() {
    operator.close();
    fleet.close();
    cluster.close();
    vertx.close().await();
  }

  private Endpoint backend(String name) {
    String address = Network.ownAddress().getHostAddress();
    int port =
        vertx
            .createHttpServer()
            .requestHandler(request -> request.response().end(name))
            .listen(0, address)
            .await()
            .actualPort();
    return new Endpoint(address, port);
  }
}
