package dev.gatehouse.crds.v1alpha1;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Conditions that must all hold; a rule matches when one of its matches does. */
public record RouteMatch(
    @Nullable PathMatch path,
    @Nullable String method,
    @Nullable List<ValueMatch> headers,
    @Nullable List<ValueMatch> queryParams,
    @Nullable List<ValueMatch> cookies) {}
