package dev.gatehouse.crds.v1alpha1;

import org.jspecify.annotations.Nullable;

/** A Service that takes a share of the requests. */
public record BackendRef(
    String name, @Nullable String namespace, @Nullable Integer port, @Nullable Integer weight) {}
