package dev.gatehouse.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** An answer that the gateway gives by itself. */
@ValidationRule(
    value = "!(has(self.body) && self.statusCode in [204, 205, 304])",
    message = "an answer of 204, 205 or 304 has no body: remove body, or choose another statusCode")
@ValidationRule(
    value = "has(self.body) || !has(self.contentType)",
    message = "contentType says what body is: set body, or remove contentType")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DirectResponse(
    @Default("200") @Min(200) @Max(599) @JsonPropertyDescription("The status of the answer.")
        @Nullable Integer statusCode,
    @Size(min = 1, max = 256)
        @Pattern(
            "^[-!#$%&'*+.^_`|~0-9A-Za-z]+/[-!#$%&'*+.^_`|~0-9A-Za-z]+([ \\t]*;[ \\t]*[\\x20-\\x7e]+)?$")
        @JsonPropertyDescription("The media type of body; text/plain; charset=utf-8 unless set.")
        @Nullable String contentType,
    @Size(max = 16_384) @JsonPropertyDescription("The body of the answer; empty unless set.")
        @Nullable String body) {}
