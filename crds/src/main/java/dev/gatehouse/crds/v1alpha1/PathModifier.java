package dev.gatehouse.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** A new path, whole or instead of the prefix that matched. */
@ValidationRule(
    value = "(self.type == 'ReplaceFullPath') == has(self.replaceFullPath)",
    message = "type ReplaceFullPath goes with replaceFullPath, and no other type does")
@ValidationRule(
    value = "(self.type == 'ReplacePrefixMatch') == has(self.replacePrefixMatch)",
    message = "type ReplacePrefixMatch goes with replacePrefixMatch, and no other type does")
@ValidationRule(
    value = "!has(self.replaceFullPath) || self.replaceFullPath.matches('^/[^?# ]*$')",
    fieldPath = ".replaceFullPath",
    message = "the new path starts with a slash, like /v2/orders, and holds no ?, # or space")
@ValidationRule(
    value = "!has(self.replacePrefixMatch) || self.replacePrefixMatch.matches('^(/[^?# ]*)?$')",
    fieldPath = ".replacePrefixMatch",
    message = "the new prefix starts with a slash, like /v2, and holds no ?, # or space")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PathModifier(
    @Required
        @JsonPropertyDescription(
            "ReplaceFullPath: the whole path. ReplacePrefixMatch: the prefix that a PathPrefix"
                + " matched.")
        Type type,
    @Size(min = 1, max = Limits.PATH)
        @JsonPropertyDescription(
            "The new path, without the query, which is kept. It may hold variables like ${path.id}.")
        @Nullable String replaceFullPath,
    @Size(max = Limits.PATH)
        @JsonPropertyDescription(
            "What stands instead of the prefix that matched: /v1/a becomes /v2/a where /v1 is"
                + " replaced by /v2. It may hold variables.")
        @Nullable String replacePrefixMatch) {
  /** Which part of the path is replaced. */
  public enum Type {
    ReplaceFullPath,
    ReplacePrefixMatch
  }
}
