package dev.gatehouse.dataplane.compile;

import dev.gatehouse.snapshot.Delta;
import dev.gatehouse.snapshot.Encoded;
import dev.gatehouse.snapshot.LoadBalancer;
import dev.gatehouse.snapshot.Origin;
import dev.gatehouse.snapshot.PathMatch;
import dev.gatehouse.snapshot.RequestMatch;
import dev.gatehouse.snapshot.ResourceCodec;
import dev.gatehouse.snapshot.ResourceId;
import dev.gatehouse.snapshot.RouteRule;
import dev.gatehouse.snapshot.Timeouts;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/**
 * Not a test: what an edit costs where one host bears all routes. Run by {@code e2e/bench/table}.
 */
final class TableBench {
  static final int ROUTES = 10_000;

  private static final int EDITS = 400;

  private TableBench() {}

  public static void main(String[] arguments) {
    PrintStream out = System.out;
    for (String kind : List.of("Exact", "Template", "RegularExpression", "PathPrefix")) {
      PMap<ResourceId, Encoded> resources = HashTreePMap.empty();
      for (int i = 0; i < ROUTES; i++) {
        Encoded rule = rule(kind, i, 0);
        resources = resources.plus(rule.id(), rule);
      }
      var compiler = new Compiler(Set.of());
      long start = System.nanoTime();
      Compilation compiled = compiler.compile(resources);
      long whole = System.nanoTime() - start;
      long[] edits = new long[EDITS];
      for (int i = 0; i < EDITS; i++) {
        Encoded edited = rule(kind, i * 7 % ROUTES, 1 + i);
        var delta = new Delta(Map.of(edited.id(), edited), Set.of());
        resources = resources.plusAll(delta.upserted());
        long began = System.nanoTime();
        compiled = compiler.compile(resources, delta, compiled);
        edits[i] = System.nanoTime() - began;
      }
      long[] late = Arrays.copyOfRange(edits, EDITS / 2, EDITS);
      Arrays.sort(late);
      out.printf(
          "%-18s whole %5d ms, edit p50 %7.1f us, p99 %7.1f us%n",
          kind, whole / 1_000_000, late[late.length / 2] / 1e3, late[late.length * 99 / 100] / 1e3);
    }
  }

  /** One of the routes; what it matches depends on the kind and the number alone. */
  static Encoded rule(String kind, int number, long created) {
    PathMatch path =
        switch (kind) {
          case "Exact" -> new PathMatch.Exact("/p" + number + "/x/y");
          case "Template" -> new PathMatch.Template("/p" + number + "/{a}/{b}");
          case "RegularExpression" -> new PathMatch.Regex("/p" + number + "/.*");
          default -> new PathMatch.Prefix("/p" + number + "/x");
        };
    String name = "r" + number;
    return ResourceCodec.encode(
        new RouteRule(
            ResourceId.route("gatewayroute", "shop", name, "all"),
            List.of(),
            new Origin("GatewayRoute", "shop", name, "all", 0, created),
            List.of("a.example"),
            List.of(new RequestMatch(path, null, List.of(), List.of(), List.of())),
            List.of(),
            List.of(),
            new LoadBalancer.RoundRobin(),
            Timeouts.NONE));
  }
}
