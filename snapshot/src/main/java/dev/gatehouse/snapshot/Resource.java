package dev.gatehouse.snapshot;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

/**
 * One entry of a snapshot. Its {@code kind} is the first thing a reader looks at, {@code requires}
 * the second.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = RouteRule.class, name = "Route"),
  @JsonSubTypes.Type(value = Upstream.class, name = "Upstream"),
  @JsonSubTypes.Type(value = EndpointSet.class, name = "Endpoints"),
})
public sealed interface Resource permits RouteRule, Upstream, EndpointSet {
  ResourceId id();

  /**
   * The features without which a reader must not serve this resource, like {@code auth.jwt/1}:
   * sorted, none of the first version's. A reader that lacks one serves the rule as 503 {@code
   * UNSUPPORTED_FEATURE}.
   */
  List<String> requires();
}
