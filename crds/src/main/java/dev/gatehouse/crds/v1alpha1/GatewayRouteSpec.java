package dev.gatehouse.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.gatehouse.crds.schema.ListMap;
import dev.gatehouse.crds.schema.ListSet;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a user wants of a route. Optional fields are null as read; their defaults are the API
 * server's business, except where a field says otherwise.
 *
 * @param gateway the fleet of data-plane pods that serves it; the one named "default" unless set
 * @param hostnames exact host names or wildcards like {@code *.example.com}; empty means every host
 * @param defaults what a rule that says nothing of its own takes
 * @param rules 1 to 64, named; the name is the list's map key
 */
@ValidationRule(
    value =
        "!has(self.hostnames) || self.hostnames.all(h,"
            + " h.matches('^([*]\\\\.)?[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?(\\\\.[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?)*$'))",
    fieldPath = ".hostnames",
    message =
        "a hostname is written in lower case, like api.example.com, or *.example.com for every"
            + " host below it; it has no scheme, port or path; for every host leave hostnames out")
@ValidationRule(
    value = "!has(self.hostnames) || !self.hostnames.exists(h, h.matches('^[0-9.]+$'))",
    fieldPath = ".hostnames",
    message = "a hostname is not an IP address: write a DNS name, or leave hostnames out")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record GatewayRouteSpec(
    @Default("default")
        @Size(min = 1, max = Limits.NAME)
        @Pattern(Limits.DNS_LABEL)
        @JsonPropertyDescription("Which fleet of data-plane pods serves this route.")
        @Nullable String gateway,
    @ListSet
        @Size(max = 16)
        @JsonPropertyDescription(
            "The hosts whose requests this route takes: exact names like api.example.com, or"
                + " *.example.com for every name below example.com, however deep. Without any, the"
                + " route takes requests for every host that no route names. An exact name goes"
                + " before a wildcard, and the longer wildcard before the shorter, whatever the"
                + " rules' matches say.")
        @Nullable List<@Size(min = 1, max = Limits.HOSTNAME) String> hostnames,
    @JsonPropertyDescription("Blocks that every rule takes which has none of its own.")
        @Nullable RuleDefaults defaults,
    @Required
        @ListMap("name")
        @Size(min = 1, max = 64)
        @JsonPropertyDescription(
            "What is done with which requests. Their order means nothing: of all rules for a host"
                + " the one with the most specific match takes the request (Exact, then Template,"
                + " then RegularExpression, then the longest PathPrefix; then method; then the"
                + " number of other conditions; then the oldest route).")
        @Nullable List<RouteRule> rules) {}
