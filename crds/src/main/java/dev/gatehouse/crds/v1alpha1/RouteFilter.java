package dev.gatehouse.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/**
 * One step of what happens to a request or its answer; {@code type} says which of the other fields
 * is set.
 */
@ValidationRule(
    value = "(self.type == 'URLRewrite') == has(self.urlRewrite)",
    message = "type URLRewrite goes with the block urlRewrite, and no other type does")
@ValidationRule(
    value = "(self.type == 'RequestRedirect') == has(self.requestRedirect)",
    message = "type RequestRedirect goes with the block requestRedirect, and no other type does")
@ValidationRule(
    value = "(self.type == 'RequestHeaderModifier') == has(self.requestHeaderModifier)",
    message =
        "type RequestHeaderModifier goes with the block requestHeaderModifier, and no other type"
            + " does")
@ValidationRule(
    value = "(self.type == 'ResponseHeaderModifier') == has(self.responseHeaderModifier)",
    message =
        "type ResponseHeaderModifier goes with the block responseHeaderModifier, and no other type"
            + " does")
@ValidationRule(
    value = "(self.type == 'DirectResponse') == has(self.directResponse)",
    message = "type DirectResponse goes with the block directResponse, and no other type does")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RouteFilter(
    @Required
        @JsonPropertyDescription(
            "Which kind of filter this is; the block of that name holds its settings.")
        Type type,
    @JsonPropertyDescription("Changes the host or the path that the backend sees.")
        @Nullable UrlRewrite urlRewrite,
    @JsonPropertyDescription("Answers with a redirect. What is not set is taken from the request.")
        @Nullable RequestRedirect requestRedirect,
    @JsonPropertyDescription("Changes the request's headers before it is forwarded.")
        @Nullable HeaderModifier requestHeaderModifier,
    @JsonPropertyDescription("Changes the answer's headers before the client gets them.")
        @Nullable HeaderModifier responseHeaderModifier,
    @JsonPropertyDescription("Answers without asking any backend.")
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
