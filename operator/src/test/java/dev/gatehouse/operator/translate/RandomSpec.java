package dev.gatehouse.operator.translate;

import dev.gatehouse.crds.v1alpha1.BackendRef;
import dev.gatehouse.crds.v1alpha1.GatewayRouteSpec;
import dev.gatehouse.crds.v1alpha1.PathMatch;
import dev.gatehouse.crds.v1alpha1.RouteMatch;
import dev.gatehouse.crds.v1alpha1.RouteRule;
import dev.gatehouse.crds.v1alpha1.ValueMatch;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Specs of routes that often compete, and are sometimes wrong. */
final class RandomSpec {
  static final List<String> SERVICES = List.of("orders", "items", "users");
  static final List<String> HOSTS = List.of("a.example", "b.example", "*.example", "*");
  static final List<String> PATHS = List.of("/", "/a", "/a/b", "/a/{id}", "/{x}/b", "/b/.*", "/.*");
  static final List<String> METHODS = List.of("GET", "POST");

  private final Random random;

  RandomSpec(Random random) {
    this.random = random;
  }

  GatewayRouteSpec next() {
    List<String> hosts =
        HOSTS.stream().filter(host -> !host.equals("*") && random.nextInt(3) == 0).toList();
    return new GatewayRouteSpec(
        random.nextInt(4) == 0 ? "inner" : null,
        hosts,
        null,
        IntStream.rangeClosed(0, random.nextInt(3)).mapToObj(this::rule).toList());
  }

  private RouteRule rule(int index) {
    return new RouteRule(
        random.nextInt(20) == 0 ? "Wrong Name" : "rule-" + index,
        IntStream.rangeClosed(0, random.nextInt(2)).mapToObj(_ -> match()).toList(),
        null,
        List.of(
            new BackendRef(
                one(SERVICES),
                random.nextInt(4) == 0 ? "stock" : null,
                random.nextInt(6) == 0 ? 81 : 80,
                random.nextInt(3))),
        null,
        null);
  }

  private RouteMatch match() {
    String path = one(PATHS);
    return new RouteMatch(
        new PathMatch(type(path), path),
        random.nextInt(3) == 0 ? one(METHODS) : null,
        random.nextInt(3) == 0 ? List.of(header()) : null,
        null,
        null);
  }

  private PathMatch.Type type(String path) {
    if (path.endsWith("*")) {
      return PathMatch.Type.RegularExpression;
    }
    if (path.contains("{")) {
      return PathMatch.Type.Template;
    }
    return one(List.of(PathMatch.Type.Exact, PathMatch.Type.PathPrefix, PathMatch.Type.Template));
  }

  private ValueMatch header() {
    return random.nextBoolean()
        ? new ValueMatch(ValueMatch.Type.Exact, "x-beta", String.valueOf(random.nextInt(2)))
        : new ValueMatch(ValueMatch.Type.RegularExpression, "x-beta", "[0-9]");
  }

  private <T> T one(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }
}
