package dev.gatehouse.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.gatehouse.crds.schema.ListMap;
import dev.gatehouse.crds.schema.OneOf;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Conditions that must all hold; a rule matches when one of its matches does. */
@ValidationRule(
    value =
        "!has(self.headers) || self.headers.all(h, h.name.matches('" + Limits.TOKEN_IN_CEL + "'))",
    fieldPath = ".headers",
    message = HeaderModifier.BAD_NAME)
@ValidationRule(
    value =
        "!has(self.cookies) || self.cookies.all(c, c.name.matches('" + Limits.TOKEN_IN_CEL + "'))",
    fieldPath = ".cookies",
    message =
        "the name of a cookie holds letters, digits and -!#$%&*+.^_`|~ only, no spaces and no =")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RouteMatch(
    @Default("{\"type\": \"PathPrefix\", \"value\": \"/\"}")
        @JsonPropertyDescription("A condition on the path; every path unless set.")
        @Nullable PathMatch path,
    @OneOf({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"})
        @JsonPropertyDescription(
            "The method of the request; every method unless set. TRACE is never passed on,"
                + " but answered with 405.")
        @Nullable String method,
    @ListMap("name")
        @Size(max = 16)
        @JsonPropertyDescription("Conditions on headers, whose names may be in any case.")
        @Nullable List<ValueMatch> headers,
    @ListMap("name")
        @Size(max = 16)
        @JsonPropertyDescription("Conditions on parameters of the query.")
        @Nullable List<ValueMatch> queryParams,
    @ListMap("name") @Size(max = 16) @JsonPropertyDescription("Conditions on cookies.")
        @Nullable List<ValueMatch> cookies) {}
