package dev.gatehouse.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** A header field; the value may hold variables like {@code ${trace.id}}. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record HttpHeader(
    @Required
        @Size(min = 1, max = Limits.HEADER_NAME)
        @JsonPropertyDescription("The name of the header, in any case.")
        String name,
    @Required
        @Size(max = Limits.HEADER_VALUE)
        @Pattern(Limits.NO_CONTROLS)
        @JsonPropertyDescription(
            "The value, one line. It may hold variables: ${trace.id}, ${client.address}, and ${path.NAME} for"
                + " a variable of the Template that matched.")
        String value) {}
