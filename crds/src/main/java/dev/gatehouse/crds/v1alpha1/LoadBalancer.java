package dev.gatehouse.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** How one of a backend's endpoints is chosen. */
@ValidationRule(
    value = "self.type != 'ConsistentHash' || has(self.hashOn)",
    message = "ConsistentHash needs hashOn, which says what of a request is hashed")
@ValidationRule(
    value = "self.type == 'ConsistentHash' || !has(self.hashOn)",
    message = "hashOn is only for type ConsistentHash: change type, or remove hashOn")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record LoadBalancer(
    @Default("RoundRobin")
        @JsonPropertyDescription(
            "RoundRobin: each endpoint in turn. LeastRequest: of two drawn at random, the one with"
                + " fewer requests in flight. ConsistentHash: by a hash of the request, so that"
                + " equal keys meet the same endpoint while it lives.")
        @Nullable Type type,
    @JsonPropertyDescription("What ConsistentHash hashes: exactly one of these fields.")
        @Nullable HashOn hashOn) {
  /** The ways to choose; {@code RoundRobin} unless set. */
  public enum Type {
    RoundRobin,
    LeastRequest,
    ConsistentHash
  }
}
