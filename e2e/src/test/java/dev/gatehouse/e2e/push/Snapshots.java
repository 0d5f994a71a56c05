package dev.gatehouse.e2e.push;

import dev.gatehouse.snapshot.Delta;
import dev.gatehouse.snapshot.Encoded;
import dev.gatehouse.snapshot.Filter;
import dev.gatehouse.snapshot.LoadBalancer;
import dev.gatehouse.snapshot.Origin;
import dev.gatehouse.snapshot.PathMatch;
import dev.gatehouse.snapshot.Push;
import dev.gatehouse.snapshot.RequestMatch;
import dev.gatehouse.snapshot.ResourceCodec;
import dev.gatehouse.snapshot.ResourceId;
import dev.gatehouse.snapshot.RouteRule;
import dev.gatehouse.snapshot.SnapshotHash;
import dev.gatehouse.snapshot.SnapshotVersion;
import dev.gatehouse.snapshot.Timeouts;
import java.util.List;
import java.util.Map;

/** Snapshots of one route, which answers by itself. */
final class Snapshots {
  private Snapshots() {}

  /** The whole of one whose {@code /hello} answers so. */
  static Push whole(long sequence, String answer) {
    Encoded route = greeting(answer);
    return new Push(
        "default",
        new SnapshotVersion(1, sequence, SnapshotHash.of(List.of(route)).hex()),
        null,
        Delta.between(Map.of(), Map.of(route.id(), route)));
  }

  static Encoded greeting(String answer) {
    return ResourceCodec.encode(
        new RouteRule(
            ResourceId.route("gatewayroute", "shop", "greeting", "hello"),
            List.of(),
            new Origin("GatewayRoute", "shop", "greeting", "hello", 0, 0),
            List.of("*"),
            List.of(
                new RequestMatch(
                    new PathMatch.Exact("/hello"), null, List.of(), List.of(), List.of())),
            List.of(new Filter.DirectResponse(200, "text/plain", answer)),
            List.of(),
            new LoadBalancer.RoundRobin(),
            Timeouts.NONE));
  }
}
