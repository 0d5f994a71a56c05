package dev.gatehouse.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** Changes the host or the path that the backend sees. */
@ValidationRule(
    value = "has(self.hostname) || has(self.path)",
    message = "a rewrite that changes nothing: set hostname or path")
@ValidationRule(
    value = "!has(self.hostname) || self.hostname.matches('" + Limits.HOST + "')",
    fieldPath = ".hostname",
    message = "hostname is one host in lower case, like www.example.com, without a port")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record UrlRewrite(
    @Size(min = 1, max = Limits.HOSTNAME)
        @JsonPropertyDescription("The host that the backend sees; the client's unless set.")
        @Nullable String hostname,
    @JsonPropertyDescription("The path that the backend sees; the client's unless set.")
        @Nullable PathModifier path) {}
