package dev.gatehouse.dataplane.compile;

import dev.gatehouse.dataplane.MicroBenchmark;
import dev.gatehouse.dataplane.exchange.Headers;
import dev.gatehouse.dataplane.exchange.RequestHead;
import dev.gatehouse.dataplane.route.RouteMatch;
import dev.gatehouse.dataplane.route.RouteTable;
import dev.gatehouse.snapshot.Encoded;
import dev.gatehouse.snapshot.ResourceId;
import java.util.Objects;
import java.util.Set;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/** A match where one host bears 10,000 routes, each asked for in its turn. */
public class MatchBenchmark extends MicroBenchmark {
  /** Coprime to the number of routes, so that neighbours aren't asked for one after the other. */
  private static final int STEP = 31;

  @Param({"Exact", "Template", "RegularExpression", "PathPrefix"})
  private String path = "";

  private final RequestHead[] heads = new RequestHead[TableBench.ROUTES];
  private RouteTable table = RouteTable.EMPTY;
  private int next;

  /** Compiles the routes. */
  @Setup
  public void compile() {
    PMap<ResourceId, Encoded> resources = HashTreePMap.empty();
    for (int i = 0; i < heads.length; i++) {
      Encoded rule = TableBench.rule(path, i, 0);
      resources = resources.plus(rule.id(), rule);
      heads[i] =
          new RequestHead("GET", "http", "a.example", "/p" + i + "/x/y", null, new Headers(0));
    }
    table = new Compiler(Set.of()).compile(resources).table();
  }

  @Benchmark
  public RouteMatch match() {
    next = (next + STEP) % heads.length;
    return Objects.requireNonNull(table.match(heads[next]));
  }
}
