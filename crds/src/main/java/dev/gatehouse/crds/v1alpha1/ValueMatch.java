package dev.gatehouse.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** A condition on a header, a query parameter or a cookie. */
@ValidationRule(
    value =
        "self.type != 'RegularExpression' || !self.value.contains('(?=') &&"
            + " !self.value.contains('(?!')",
    fieldPath = ".value",
    message = "expressions are RE2's, which has no look-around: write it without (?= and (?!")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ValueMatch(
    @Default("Exact")
        @JsonPropertyDescription(
            "Exact: the value is this, case-sensitive. RegularExpression: the whole value matches"
                + " this RE2 expression.")
        @Nullable Type type,
    @Required
        @Size(min = 1, max = Limits.HEADER_NAME)
        @JsonPropertyDescription("The name of the header, parameter or cookie.")
        String name,
    @Required @Size(max = Limits.MATCH_VALUE) @JsonPropertyDescription("What its value has to be.")
        String value) {
  /** How {@code value} is read; {@code Exact} unless set. */
  public enum Type {
    Exact,
    RegularExpression
  }
}
