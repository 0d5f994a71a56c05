package dev.gatehouse.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** What ConsistentHash hashes: exactly one is set. */
@ValidationRule(
    value =
        "[has(self.header), has(self.cookie), has(self.queryParam), has(self.source)]"
            + ".exists_one(field, field)",
    message = "hashOn names exactly one thing to hash: header, cookie, queryParam or source")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record HashOn(
    @Size(min = 1, max = Limits.HEADER_NAME)
        @Pattern(Limits.TOKEN)
        @JsonPropertyDescription("The name of the header whose value is hashed.")
        @Nullable String header,
    @Size(min = 1, max = Limits.HEADER_NAME)
        @Pattern(Limits.TOKEN)
        @JsonPropertyDescription("The name of the cookie whose value is hashed.")
        @Nullable String cookie,
    @Size(min = 1, max = Limits.HEADER_NAME)
        @JsonPropertyDescription("The name of the query parameter whose value is hashed.")
        @Nullable String queryParam,
    @JsonPropertyDescription("ClientIP: the client's address. Path: the request's path.")
        @Nullable Source source) {
  /** Sources without a name. */
  public enum Source {
    ClientIP,
    Path
  }
}
