package dev.gatehouse.cli.trial;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What would become of a request.
 *
 * @param rule {@code namespace/name/rule}; null if no rule matches
 * @param backends weight by {@code namespace/service:port}, as far as it may be asked
 * @param forwarded what a backend would see; null if the gateway answers by itself
 * @param answer what the gateway answers by itself; null if a backend is asked
 */
public record Trial(
    @Nullable String rule,
    Map<String, Integer> backends,
    @Nullable Forwarded forwarded,
    @Nullable Answer answer) {

  /**
   * A request as the backend gets it, but for the fields that belong to the connection.
   *
   * @param path with its query
   * @param headers values by name in lower case
   */
  public record Forwarded(
      String method, String host, String path, Map<String, List<String>> headers) {}

  /**
   * The gateway's own answer.
   *
   * @param reason as in docs/reasons.md
   * @param detail what more is said of it; null if that is all
   * @param headers those that rules set, beside what every answer has
   * @param body null for the problem document that belongs to the reason
   */
  public record Answer(
      int status,
      String reason,
      @Nullable String detail,
      Map<String, List<String>> headers,
      @Nullable String body) {}
}
