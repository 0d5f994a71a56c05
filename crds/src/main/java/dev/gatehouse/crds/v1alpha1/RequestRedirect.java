package dev.gatehouse.crds.v1alpha1;

import org.jspecify.annotations.Nullable;

/** Answers with a redirect; what is not set is taken from the request. */
public record RequestRedirect(
    @Nullable String scheme,
    @Nullable String hostname,
    @Nullable Integer port,
    @Nullable PathModifier path,
    @Nullable Integer statusCode) {}
