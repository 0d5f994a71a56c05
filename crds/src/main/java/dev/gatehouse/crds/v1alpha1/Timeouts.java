package dev.gatehouse.crds.v1alpha1;

import org.jspecify.annotations.Nullable;

/** Gateway API durations like {@code 1m30s} or {@code 500ms}; {@code 0s} means none. */
public record Timeouts(@Nullable String request, @Nullable String backendRequest) {}
