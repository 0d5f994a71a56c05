package dev.gatehouse.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gatehouse.snapshot.Precedence.Candidate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PrecedenceTest {
  @Test
  void theOrderIsTheDesigns() {
    List<Candidate> inOrder =
        List.of(
            candidate(new PathMatch.Exact("/a/b"), null, 0, "z", 9),
            candidate(new PathMatch.Exact("/a"), "GET", 0, "z", 9),
            candidate(new PathMatch.Exact("/a"), null, 2, "z", 9),
            candidate(new PathMatch.Exact("/a"), null, 1, "z", 9),
            candidate(new PathMatch.Exact("/a"), null, 0, "z", 1),
            candidate(new PathMatch.Exact("/a"), null, 0, "y", 2),
            candidate(new PathMatch.Exact("/a"), null, 0, "a", 0),
            candidate(new PathMatch.Exact("/a"), null, 0, "b", 0),
            candidate(new PathMatch.Template("/users/{id}/x"), null, 0, "a", 1),
            candidate(new PathMatch.Template("/users/{averylongname}"), null, 0, "a", 1),
            candidate(new PathMatch.Regex("/a.*b"), null, 0, "a", 1),
            candidate(new PathMatch.Regex("/a.*"), null, 0, "a", 1),
            candidate(new PathMatch.Prefix("/a/b"), null, 0, "a", 1),
            candidate(new PathMatch.Prefix("/a"), "GET", 0, "a", 1),
            candidate(new PathMatch.Prefix("/a"), null, 0, "a", 1));

    for (int seed = 0; seed < 20; seed++) {
      var shuffled = new ArrayList<>(inOrder);
      Collections.shuffle(shuffled, new Random(seed));
      shuffled.sort(Precedence.ORDER);
      assertEquals(inOrder, shuffled);
    }
  }

  private static Candidate candidate(
      PathMatch path, @Nullable String method, int headers, String route, long created) {
    var values = new ArrayList<ValueMatch>();
    for (int i = 0; i < headers; i++) {
      values.add(new ValueMatch.Exact("h" + i, "v"));
    }
    var match = new RequestMatch(path, method, values, List.of(), List.of());
    return new Candidate(
        new RouteRule(
            ResourceId.route("gatewayroute", "shop", route, "r"),
            List.of(),
            new Origin("GatewayRoute", "shop", route, "r", 0, created),
            List.of("*"),
            List.of(match),
            List.of(),
            List.of(),
            new LoadBalancer.RoundRobin(),
            Timeouts.NONE),
        match);
  }
}
