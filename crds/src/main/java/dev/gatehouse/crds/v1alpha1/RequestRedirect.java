package dev.gatehouse.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.gatehouse.crds.schema.OneOf;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** Answers with a redirect; what is not set is taken from the request. */
@ValidationRule(
    value = "has(self.scheme) || has(self.hostname) || has(self.port) || has(self.path)",
    message = "a redirect to the same URL would never end: set scheme, hostname, port or path")
@ValidationRule(
    value = "!has(self.hostname) || self.hostname.matches('" + Limits.HOST + "')",
    fieldPath = ".hostname",
    message = "hostname is one host in lower case, like www.example.com, without a port")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RequestRedirect(
    @OneOf({"http", "https"}) @JsonPropertyDescription("The scheme of the new URL.")
        @Nullable String scheme,
    @Size(min = 1, max = Limits.HOSTNAME) @JsonPropertyDescription("The host of the new URL.")
        @Nullable String hostname,
    @Min(1)
        @Max(65535)
        @JsonPropertyDescription(
            "The port of the new URL; where scheme is set, that scheme's own unless set.")
        @Nullable Integer port,
    @JsonPropertyDescription("The path of the new URL; the query is kept.")
        @Nullable PathModifier path,
    @Default("302")
        @OneOf({"301", "302", "303", "307", "308"})
        @JsonPropertyDescription(
            "The status of the answer. With 301 and 302 clients may turn a POST into a GET, with"
                + " 303 they do; 307 and 308 keep the method.")
        @Nullable Integer statusCode) {}
