package dev.gatehouse.crds.v1alpha1;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Header fields to set, to add and to remove, in that order. */
public record HeaderModifier(
    @Nullable List<HttpHeader> set,
    @Nullable List<HttpHeader> add,
    @Nullable List<String> remove) {}
