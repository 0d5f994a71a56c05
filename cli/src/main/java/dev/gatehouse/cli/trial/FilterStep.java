package dev.gatehouse.cli.trial;

import java.util.List;

/**
 * What one filter does to the request.
 *
 * @param type as routes write it, like {@code URLRewrite}
 * @param effects each a phrase, like {@code path /a becomes /b}; empty if it leaves the request as
 *     it is
 */
public record FilterStep(String type, List<String> effects) {
  public FilterStep {
    effects = List.copyOf(effects);
  }
}
