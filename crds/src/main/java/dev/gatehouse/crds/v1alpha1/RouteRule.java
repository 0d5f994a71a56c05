package dev.gatehouse.crds.v1alpha1;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One rule: what it matches, what it does to the request, and where that goes. */
public record RouteRule(
    String name,
    @Nullable List<RouteMatch> matches,
    @Nullable List<RouteFilter> filters,
    @Nullable List<BackendRef> backendRefs,
    @Nullable LoadBalancer loadBalancer,
    @Nullable Timeouts timeouts) {}
