package dev.gatehouse.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/** Blocks that every rule of the route takes where it has none of its own. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RuleDefaults(
    @JsonPropertyDescription(
            "How one of a backend's endpoints is chosen, for rules without loadBalancer.")
        @Nullable LoadBalancer loadBalancer,
    @JsonPropertyDescription("How long a request may take, for rules without timeouts.")
        @Nullable Timeouts timeouts) {}
