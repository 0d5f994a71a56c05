package dev.gatehouse.operator.translate;

import java.util.List;

/**
 * A rule that takes no request, since rules of higher precedence take every one it would.
 *
 * @param rule its name within its route
 * @param by the rules that do, each {@code kind namespace/name rule name}, sorted
 */
public record Shadow(String rule, List<String> by) {
  public Shadow {
    by = List.copyOf(by);
  }
}
