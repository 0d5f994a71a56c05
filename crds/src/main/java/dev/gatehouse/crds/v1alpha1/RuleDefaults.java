package dev.gatehouse.crds.v1alpha1;

import org.jspecify.annotations.Nullable;

/** Blocks that every rule of the route takes where it has none of its own. */
public record RuleDefaults(@Nullable LoadBalancer loadBalancer, @Nullable Timeouts timeouts) {}
