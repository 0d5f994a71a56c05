package dev.gatehouse.crds.v1alpha1;

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
public record GatewayRouteSpec(
    @Nullable String gateway,
    @Nullable List<String> hostnames,
    @Nullable RuleDefaults defaults,
    @Nullable List<RouteRule> rules) {}
