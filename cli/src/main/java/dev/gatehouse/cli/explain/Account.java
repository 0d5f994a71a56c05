package dev.gatehouse.cli.explain;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.gatehouse.cli.trial.FilterStep;
import dev.gatehouse.cli.trial.Trial;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The whole explanation of one request, as {@code -o json} prints it.
 *
 * @param host absent if the request is answered before anything is matched
 * @param decidedBy the hostname that decides, as routes write it; absent if no route claims the
 *     host
 * @param winner absent if no rule takes the request
 * @param losers in order of precedence
 * @param forwarded absent if the gateway answers by itself
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Account(
    String method,
    String url,
    @Nullable String host,
    @Nullable String decidedBy,
    @Nullable Rule winner,
    List<Loser> losers,
    List<FilterStep> filters,
    Trial.@Nullable Forwarded forwarded,
    Trial.@Nullable Answer answer,
    List<Share> backends) {
  public Account {
    losers = List.copyOf(losers);
    filters = List.copyOf(filters);
    backends = List.copyOf(backends);
  }

  /**
   * The rule that takes the request.
   *
   * @param name {@code namespace/name/rule}
   * @param place {@code file:line}
   * @param match the conditions that hold
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Rule(
      String name,
      @Nullable String place,
      String match,
      String loadBalancer,
      long requestTimeoutMillis,
      long backendRequestTimeoutMillis) {}

  /** A match of a rule that does not. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Loser(String name, @Nullable String place, String match, String why) {}

  /**
   * A backend's share of the requests.
   *
   * @param endpoints that take requests, as {@code address:port}
   * @param problem why requests that fall to it are refused
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Share(
      String name, int weight, double percent, List<String> endpoints, @Nullable String problem) {
    public Share {
      endpoints = List.copyOf(endpoints);
    }
  }
}
