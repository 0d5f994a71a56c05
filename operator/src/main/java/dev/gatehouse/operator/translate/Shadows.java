package dev.gatehouse.operator.translate;

import dev.gatehouse.operator.translate.Judgement.Served;
import dev.gatehouse.snapshot.Origin;
import dev.gatehouse.snapshot.RouteRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Which rules of a route take no request. */
final class Shadows {
  private Shadows() {}

  static List<Shadow> of(HostIndex hosts, Judgement judgement) {
    var shadows = new ArrayList<Shadow>();
    for (Served served : judgement.rules()) {
      Set<RouteRule> above = hosts.above(served.rule());
      if (!above.isEmpty()) {
        List<String> names = above.stream().map(rule -> name(rule.origin())).sorted().toList();
        shadows.add(
            new Shadow(served.rule().origin().rule(), served.rule().origin().index(), names));
      }
    }
    return shadows;
  }

  private static String name(Origin origin) {
    return origin.kind()
        + " "
        + origin.namespace()
        + "/"
        + origin.name()
        + " rule "
        + origin.rule();
  }
}
