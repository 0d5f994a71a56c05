package dev.gatehouse.dataplane.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.gatehouse.dataplane.exchange.RequestHead;
import dev.gatehouse.snapshot.RequestMatch;
import dev.gatehouse.snapshot.ResourceId;
import dev.gatehouse.snapshot.RouteRule;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RouteTableTest {
  private static CompiledRule compiled(RouteRule rule) throws InvalidRule {
    var matches = new ArrayList<CompiledMatch>();
    for (RequestMatch match : rule.matches()) {
      matches.add(CompiledMatch.compile(match));
    }
    return new CompiledRule(rule, matches, List.of(), WeightedBackends.NONE, null);
  }

  private static RouteTable table(List<RouteRule> rules) throws InvalidRule {
    var compiled = new ArrayList<CompiledRule>();
    for (RouteRule rule : rules) {
      compiled.add(compiled(rule));
    }
    return RouteTable.EMPTY.with(List.of(), compiled, () -> {});
  }

  private static @Nullable ResourceId id(@Nullable RouteMatch match) {
    return match == null ? null : match.rule().id();
  }

  @Test
  void takesWhatSortingEverythingByPrecedenceWouldTake() throws InvalidRule {
    for (int round = 0; round < 2_000; round++) {
      var random = new RandomRoutes(round);
      List<RouteRule> rules = random.rules(1 + round % 40);
      RouteTable table = table(rules);
      var naive = new NaiveMatcher(rules);
      for (int i = 0; i < 50; i++) {
        RequestHead head = random.request();
        assertEquals(
            naive.winner(head),
            id(table.match(head)),
            () -> head.method() + " " + head.authority() + head.path() + "\n" + rules);
      }
    }
  }

  @Test
  void explainsWhatItDoes() throws InvalidRule {
    for (int round = 0; round < 200; round++) {
      var random = new RandomRoutes(round);
      RouteTable table = table(random.rules(1 + round % 40));
      for (int i = 0; i < 50; i++) {
        RequestHead head = random.request();
        RouteMatch match = table.match(head);
        Explanation explanation = table.explain(head);

        assertEquals(match, explanation.winner());
        long won =
            explanation.considered().stream()
                .filter(considered -> considered.verdict() instanceof Verdict.Won)
                .peek(considered -> assertEquals(id(match), considered.rule().id()))
                .count();
        assertEquals(match == null ? 0 : 1, won);
      }
    }
  }

  @Test
  void anExchangedRuleLeavesOtherHostsAndTheOldTableAsTheyWere() throws InvalidRule {
    var random = new RandomRoutes(7);
    List<RouteRule> rules = random.rules(30);
    RouteTable before = table(rules);
    var all = new ArrayList<CompiledRule>();
    for (RouteRule rule : rules) {
      all.add(compiled(rule));
    }
    RouteTable whole = RouteTable.EMPTY.with(List.of(), all, () -> {});

    RouteTable after = whole.with(List.of(all.get(3)), List.of(), () -> {});

    assertNotSame(whole, after);
    assertSame(after, after.with(List.of(), List.of(), () -> {}));
    var without = new ArrayList<>(rules);
    without.remove(3);
    var naive = new NaiveMatcher(without);
    for (int i = 0; i < 5_000; i++) {
      RequestHead head = random.request();
      assertEquals(naive.winner(head), id(after.match(head)));
      assertEquals(id(before.match(head)), id(whole.match(head)));
    }
  }
}
