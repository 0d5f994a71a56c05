package dev.gatehouse.cli.run;

import dev.gatehouse.snapshot.Delta;
import dev.gatehouse.snapshot.Encoded;
import dev.gatehouse.snapshot.ResourceId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a change of a snapshot means to people. */
final class RuleChanges {
  private static final String RULE = "route/";
  private static final String ENDPOINTS = "endpoints/";

  private RuleChanges() {}

  /** A line for each rule and each set of endpoints that came, went or changed. */
  static List<String> of(Map<ResourceId, Encoded> before, Delta delta) {
    var lines = new ArrayList<String>();
    delta.upserted().keySet().stream()
        .sorted()
        .forEach(id -> add(id, before.containsKey(id) ? "~" : "+", lines));
    delta.removed().stream().sorted().forEach(id -> add(id, "-", lines));
    return lines;
  }

  private static void add(ResourceId id, String sign, List<String> lines) {
    String text = id.value();
    if (text.startsWith(RULE)) {
      // route/KIND/NAMESPACE/NAME/RULE
      lines.add(sign + " rule " + text.substring(text.indexOf('/', RULE.length()) + 1));
    } else if (text.startsWith(ENDPOINTS)) {
      lines.add(sign + " endpoints of " + text.substring(ENDPOINTS.length()));
    }
  }
}
