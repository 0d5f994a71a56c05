package dev.gatehouse.crds.v1alpha1;

import org.jspecify.annotations.Nullable;

/**
 * One step of what happens to a request or its answer; {@code type} says which of the other fields
 * is set.
 */
public record RouteFilter(
    Type type,
    @Nullable UrlRewrite urlRewrite,
    @Nullable RequestRedirect requestRedirect,
    @Nullable HeaderModifier requestHeaderModifier,
    @Nullable HeaderModifier responseHeaderModifier,
    @Nullable DirectResponse directResponse) {
  /** The kinds of filter. */
  public enum Type {
    URLRewrite,
    RequestRedirect,
    RequestHeaderModifier,
    ResponseHeaderModifier,
    DirectResponse
  }
}
