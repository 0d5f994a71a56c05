package dev.gatehouse.operator.translate;

import java.util.List;

/**
 * A rule that takes no request, since rules of higher precedence take every one it would.
 *
 * @param rule its name within its route
 * @param index its place among them, from 0
 * @param by the rules that do, each {@code kind namespace/name rule name}, sorted
 */
public record Shadow(String rule, int index, List<String> by) {
  public Shadow {
    by = List.copyOf(by);
  }

  /** Says which rule it is and why. */
  public String message() {
    return "rule %s takes no request, since %s would take them all"
        .formatted(rule, String.join(" and ", by));
  }

  /** The field that it is about. */
  public String path() {
    return "spec.rules[" + index + "]";
  }
}
