package dev.gatehouse.dataplane.route;

import dev.gatehouse.dataplane.exchange.Headers;
import dev.gatehouse.dataplane.exchange.RequestHead;
import dev.gatehouse.snapshot.Backend;
import dev.gatehouse.snapshot.LoadBalancer;
import dev.gatehouse.snapshot.Origin;
import dev.gatehouse.snapshot.PathMatch;
import dev.gatehouse.snapshot.RequestMatch;
import dev.gatehouse.snapshot.ResourceId;
import dev.gatehouse.snapshot.RouteRule;
import dev.gatehouse.snapshot.Timeouts;
import dev.gatehouse.snapshot.ValueMatch;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Rules and requests out of so few names that they meet often. */
public final class RandomRoutes {
  private static final List<String> HOSTNAMES =
      List.of("a.x.example", "x.example", "*.x.example", "*.example", "*", "b.a.x.example");
  private static final List<String> HOSTS =
      List.of("a.x.example", "x.example", "b.a.x.example", "c.example:80", "other", "example");
  private static final List<String> EXPRESSIONS =
      List.of(
          "/a.*",
          "/a/.*",
          "/ab?/.*",
          "/a/b|/b",
          ".*/c",
          "/[ab]/[bc]",
          "/a\\.b",
          "/(a|b)+",
          "/b/.+");
  private static final List<String> SEGMENTS = List.of("a", "b", "c", "ab", "a.b");

  private final Random random;

  public RandomRoutes(long seed) {
    this.random = new Random(seed);
  }

  public List<RouteRule> rules(int count) {
    return IntStream.range(0, count).mapToObj(this::rule).toList();
  }

  /** The rule of that number, made anew. */
  public RouteRule rule(int number) {
    String name = "r" + number;
    return new RouteRule(
        ResourceId.route("gatewayroute", "ns" + number % 2, name, "rule"),
        List.of(),
        new Origin("GatewayRoute", "ns" + number % 2, name, "rule", 0, random.nextInt(3)),
        IntStream.rangeClosed(0, random.nextInt(2))
            .mapToObj(_ -> of(HOSTNAMES))
            .distinct()
            .toList(),
        IntStream.rangeClosed(0, random.nextInt(3)).mapToObj(_ -> match()).toList(),
        List.of(),
        List.of(new Backend.To(ResourceId.upstream("shop", "s" + random.nextInt(5), 80), 1)),
        new LoadBalancer.RoundRobin(),
        Timeouts.NONE);
  }

  private RequestMatch match() {
    PathMatch path =
        switch (random.nextInt(4)) {
          case 0 -> new PathMatch.Exact(path(false));
          case 1 -> new PathMatch.Template(path(true));
          case 2 -> new PathMatch.Regex(of(EXPRESSIONS));
          default -> new PathMatch.Prefix(path(false));
        };
    String method = random.nextInt(3) == 0 ? of(List.of("GET", "POST")) : null;
    List<ValueMatch> headers =
        switch (random.nextInt(4)) {
          case 0 -> List.of(new ValueMatch.Exact("x-a", "1"));
          case 1 -> List.of(new ValueMatch.Regex("x-a", "[12]"), new ValueMatch.Exact("x-b", "1"));
          default -> List.of();
        };
    return new RequestMatch(path, method, headers, List.of(), List.of());
  }

  /** A request for a few of the hosts, paths and headers above. */
  public RequestHead request() {
    var headers = new Headers();
    for (String name : List.of("x-a", "x-b")) {
      if (random.nextBoolean()) {
        headers.add(name, of(List.of("1", "2")));
      }
    }
    return new RequestHead(
        of(List.of("GET", "POST", "PUT")), "http", of(HOSTS), path(false), null, headers);
  }

  private String path(boolean variables) {
    var path = new StringBuilder();
    int segments = random.nextInt(4);
    for (int i = 0; i < segments; i++) {
      path.append('/').append(variables && random.nextBoolean() ? "{v" + i + "}" : of(SEGMENTS));
    }
    return path.isEmpty() || random.nextInt(6) == 0 ? path.append('/').toString() : path.toString();
  }

  private <T> T of(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }
}
