package dev.gatehouse.crds.v1alpha1;

import org.jspecify.annotations.Nullable;

/** Changes the host or the path that the backend sees. */
public record UrlRewrite(@Nullable String hostname, @Nullable PathModifier path) {}
