package dev.gatehouse.crds.v1alpha1;

import org.jspecify.annotations.Nullable;

/** An answer that the gateway gives by itself. */
public record DirectResponse(
    @Nullable Integer statusCode, @Nullable String contentType, @Nullable String body) {}
