package dev.gatehouse.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** A Service that takes a share of the requests. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record BackendRef(
    @Required
        @Size(min = 1, max = Limits.NAME)
        @Pattern(Limits.DNS_LABEL)
        @JsonPropertyDescription("The name of the Service.")
        String name,
    @Size(min = 1, max = Limits.NAME)
        @Pattern(Limits.DNS_LABEL)
        @JsonPropertyDescription(
            "The namespace of the Service; the route's own unless set. Another namespace has to"
                + " allow it by a ReferenceGrant.")
        @Nullable String namespace,
    @Required
        @Min(1)
        @Max(65535)
        @JsonPropertyDescription("The port of the Service, by its number.")
        @Nullable Integer port,
    @Default("1")
        @Min(0)
        @Max(1_000_000)
        @JsonPropertyDescription(
            "This backend's share of the rule's requests, relative to the sum of all weights. With"
                + " 0 it gets none; where all are 0, requests are answered 500.")
        @Nullable Integer weight) {}
