package dev.gatehouse.operator.translate;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.snapshot.PathMatch;
import dev.gatehouse.snapshot.RequestMatch;
import dev.gatehouse.snapshot.ValueMatch;
import java.util.List;
import org.junit.jupiter.api.Test;

class ContainmentTest {
  @Test
  void anExpressionTakesTheValueThatItMatches() {
    assertTrue(
        Containment.covers(with(new ValueMatch.Regex("x", "a+")), with(exactly("a".repeat(50)))));
  }

  @Test
  void whatWouldCostMuchToFindOutIsNotTried() {
    RequestMatch wide = with(new ValueMatch.Regex("x", "(a{90}){100}|.*"));
    assertFalse(Containment.covers(wide, with(exactly("a".repeat(4_000)))));
    RequestMatch gigantic = with(new ValueMatch.Regex("x", "((a{1000}){1000}){1000}"));
    assertFalse(Containment.covers(gigantic, with(exactly("a"))));
  }

  private static RequestMatch with(ValueMatch header) {
    return new RequestMatch(new PathMatch.Prefix("/"), null, List.of(header), List.of(), List.of());
  }

  private static ValueMatch exactly(String value) {
    return new ValueMatch.Exact("x", value);
  }
}
