package dev.gatehouse.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** Gateway API durations like {@code 1m30s} or {@code 500ms}; {@code 0s} means none. */
@ValidationRule(
    value = "!has(self.request) || self.request.matches('" + Limits.DURATION + "')",
    fieldPath = ".request",
    message = Timeouts.BAD_DURATION)
@ValidationRule(
    value = "!has(self.backendRequest) || self.backendRequest.matches('" + Limits.DURATION + "')",
    fieldPath = ".backendRequest",
    message = Timeouts.BAD_DURATION)
@ValidationRule(
    value =
        "!has(self.request) || !has(self.backendRequest) ||"
            + " !self.request.matches('"
            + Limits.DURATION
            + "') || !self.backendRequest.matches('"
            + Limits.DURATION
            + "') || duration(self.request) == duration('0s') ||"
            + " duration(self.backendRequest) <= duration(self.request)",
    message =
        "backendRequest bounds one try and request all of them together: make backendRequest no"
            + " longer than request")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Timeouts(
    @Size(min = 2, max = 32)
        @JsonPropertyDescription(
            "From the request's head to the end of the answer, all tries together, like 10s or"
                + " 1m30s; 0s means no bound. After it the client gets 504.")
        @Nullable String request,
    @Size(min = 2, max = 32)
        @JsonPropertyDescription(
            "One try, from its choice of an endpoint to the head of the answer; no longer than"
                + " request; 0s means no bound of its own.")
        @Nullable String backendRequest) {
  static final String BAD_DURATION =
      "a duration is whole numbers with units h, m, s or ms, like 10s, 1m30s or 500ms";
}
