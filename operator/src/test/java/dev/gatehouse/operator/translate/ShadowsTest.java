package dev.gatehouse.operator.translate;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.re2j.Pattern;
import dev.gatehouse.operator.source.Sources;
import dev.gatehouse.operator.view.ClusterView;
import dev.gatehouse.operator.view.ClusterView.Settings;
import dev.gatehouse.snapshot.Decoded;
import dev.gatehouse.snapshot.Encoded;
import dev.gatehouse.snapshot.PathMatch;
import dev.gatehouse.snapshot.Precedence;
import dev.gatehouse.snapshot.Precedence.Candidate;
import dev.gatehouse.snapshot.RequestMatch;
import dev.gatehouse.snapshot.ResourceCodec;
import dev.gatehouse.snapshot.ResourceId;
import dev.gatehouse.snapshot.RouteRule;
import dev.gatehouse.snapshot.ValueMatch;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code Shadowed} is sound: asked one by one, a shadowed rule takes no request. */
class ShadowsTest {
  private static final List<String> PATHS =
      List.of("/", "/a", "/a/", "/a/b", "/a/c", "/b", "/b/", "/b/b", "/c/b", "/c/d/e", "/{id}/b");
  private static final List<String> VALUES = List.of("", "0", "1", "2", "x");

  private record Request(String path, String method, String beta) {}

  @Test
  void aShadowedRuleTakesNoRequest() {
    int shadowed = 0;
    for (long seed = 100; seed < 160; seed++) {
      var cluster = new RandomCluster(seed);
      ClusterView view = ClusterView.empty(Settings.CLUSTER);
      for (int i = 0; i < 40; i++) {
        view = view.with(cluster.object());
      }
      Translation translation =
          new Translator(Sources.standard()).translate(view, Set.of(), Memo.EMPTY).translation();
      for (FleetContent fleet : translation.fleets().values()) {
        Set<ResourceId> winners = winners(fleet);
        for (Verdict verdict : translation.verdicts().values()) {
          for (Shadow shadow : verdict.shadowed()) {
            shadowed++;
            verdict.resources().stream()
                .filter(id -> id.value().endsWith("/" + shadow.rule()))
                .forEach(id -> assertFalse(winners.contains(id), () -> id + " takes some"));
          }
        }
      }
    }
    assertTrue(shadowed > 50, "the inputs hardly compete: " + shadowed);
  }

  private static Set<ResourceId> winners(FleetContent fleet) {
    List<RouteRule> rules = fleet.resources().values().stream().flatMap(ShadowsTest::rule).toList();
    var winners = new HashSet<ResourceId>();
    for (String host : RandomSpec.HOSTS) {
      for (String path : PATHS) {
        for (String method : RandomSpec.METHODS) {
          for (String beta : VALUES) {
            winner(rules, host, new Request(path, method, beta)).ifPresent(winners::add);
          }
        }
      }
    }
    return winners;
  }

  /** A host is asked by its pattern: each pattern has requests that no other one takes. */
  private static Optional<ResourceId> winner(List<RouteRule> rules, String host, Request request) {
    return rules.stream()
        .filter(rule -> rule.hostnames().contains(host))
        .flatMap(rule -> rule.matches().stream().map(match -> new Candidate(rule, match)))
        .sorted(Precedence.ORDER)
        .filter(candidate -> takes(candidate.match(), request))
        .findFirst()
        .map(candidate -> candidate.rule().id());
  }

  private static boolean takes(RequestMatch match, Request request) {
    return takesPath(match.path(), request.path())
        && (match.method() == null || match.method().equals(request.method()))
        && match.headers().stream().allMatch(header -> takesValue(header, request.beta()));
  }

  private static boolean takesPath(PathMatch match, String path) {
    return switch (match) {
      case PathMatch.Exact(String value) -> path.equals(value);
      case PathMatch.Prefix(String value) ->
          value.equals("/") || path.equals(value) || path.startsWith(value + "/");
      case PathMatch.Template(String value) ->
          java.util.regex.Pattern.matches(value.replaceAll("\\{[^}]*}", "[^/]+"), path);
      case PathMatch.Regex(String value) -> Pattern.matches(value, path);
    };
  }

  private static boolean takesValue(ValueMatch match, String value) {
    return !value.isEmpty()
        && switch (match) {
          case ValueMatch.Exact exact -> exact.value().equals(value);
          case ValueMatch.Regex regex -> Pattern.matches(regex.value(), value);
        };
  }

  private static Stream<RouteRule> rule(Encoded resource) {
    return ResourceCodec.decode(resource, Set.of()) instanceof Decoded.Known(RouteRule rule)
        ? Stream.of(rule)
        : Stream.empty();
  }
}
