package dev.gatehouse.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** A condition on the path; {@code PathPrefix /} unless set. */
@ValidationRule(
    value = "self.type == 'RegularExpression' || self.value.startsWith('/')",
    fieldPath = ".value",
    message = "a path starts with a slash: write /orders instead of orders")
@ValidationRule(
    value =
        "self.type == 'RegularExpression' || !self.value.contains('?') && !self.value.contains('#')",
    fieldPath = ".value",
    message = "a path has no ? or #: match the query by queryParams; a fragment is never sent")
@ValidationRule(
    value =
        "self.type == 'RegularExpression' ||"
            + " !(self.value + '/').matches('//.|/\\\\.\\\\.?/|%2[fF]')",
    fieldPath = ".value",
    message =
        "paths are normalised before they are matched, so //, /./, /../ and %2F never match: write"
            + " the path without them")
@ValidationRule(
    value =
        "self.type == 'RegularExpression' ||"
            + " self.value.matches('^([-A-Za-z0-9/._~!$&()*+,;=:@{}?#]|\\'|%[0-9a-fA-F]{2})*$')",
    fieldPath = ".value",
    message = "a path holds ASCII only, without spaces: percent-encode all else, like %20")
@ValidationRule(
    value = "self.type in ['Template', 'RegularExpression'] || !self.value.matches('[{}]')",
    fieldPath = ".value",
    message = "braces are for variables: set type: Template, or write %7B and %7D")
@ValidationRule(
    value =
        "self.type != 'Template' ||"
            + " self.value.matches('^(/([^{}/]*|[{][a-z][a-z0-9_]{0,62}[}]))*$')"
            + " || !self.value.startsWith('/')",
    fieldPath = ".value",
    message =
        "a variable takes a whole segment, and its name is lower case letters, digits and _: write"
            + " /users/{id}/orders")
@ValidationRule(
    value = "self.type != 'Template' || size(self.value.split('{')) <= 7",
    fieldPath = ".value",
    message = "a template has at most 6 variables")
@ValidationRule(
    value =
        "self.type != 'Template' || [1, 2, 3, 4, 5, 6].all(i,"
            + " size(self.value.split('{')) <= i || size(self.value.split('{' +"
            + " self.value.split('{')[i].split('}')[0] + '}')) <= 2)",
    fieldPath = ".value",
    message = "two variables of a template share a name: give each a name of its own")
@ValidationRule(
    value =
        "self.type != 'RegularExpression' || !self.value.matches('[(][?](=|!|<=|<!)|\\\\\\\\[1-9]')",
    fieldPath = ".value",
    message =
        "expressions are RE2's, which has no look-around and no back-references: write it without")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PathMatch(
    @Default("PathPrefix")
        @JsonPropertyDescription(
            "Exact: the whole path. PathPrefix: its first segments, so that /a matches /a and /a/b"
                + " but not /ab. Template: the whole path, where {name} stands for one segment."
                + " RegularExpression: the whole path against an RE2 expression.")
        @Nullable Type type,
    @Default("/")
        @Size(min = 1, max = Limits.PATH)
        @JsonPropertyDescription("The path, case-sensitive and without the query.")
        @Nullable String value) {
  /** How {@code value} is read. */
  public enum Type {
    Exact,
    PathPrefix,
    Template,
    RegularExpression
  }
}
