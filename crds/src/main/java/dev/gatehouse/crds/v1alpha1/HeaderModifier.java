package dev.gatehouse.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.gatehouse.crds.schema.ListMap;
import dev.gatehouse.crds.schema.ListSet;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Header fields to set, to add and to remove, in that order. */
@ValidationRule(
    value = "has(self.set) || has(self.add) || has(self.remove)",
    message = "a header modifier that changes nothing: set, add or remove a header")
@ValidationRule(
    value = "!has(self.set) || self.set.all(h, h.name.matches('" + Limits.TOKEN_IN_CEL + "'))",
    fieldPath = ".set",
    message = HeaderModifier.BAD_NAME)
@ValidationRule(
    value = "!has(self.add) || self.add.all(h, h.name.matches('" + Limits.TOKEN_IN_CEL + "'))",
    fieldPath = ".add",
    message = HeaderModifier.BAD_NAME)
@ValidationRule(
    value = "!has(self.remove) || self.remove.all(n, n.matches('" + Limits.TOKEN_IN_CEL + "'))",
    fieldPath = ".remove",
    message = HeaderModifier.BAD_NAME)
@ValidationRule(
    value =
        "!has(self.set) || !self.set.exists(h, h.name.matches('" + HeaderModifier.RESERVED + "'))",
    fieldPath = ".set",
    message = HeaderModifier.RESERVED_NAME)
@ValidationRule(
    value =
        "!has(self.add) || !self.add.exists(h, h.name.matches('" + HeaderModifier.RESERVED + "'))",
    fieldPath = ".add",
    message = HeaderModifier.RESERVED_NAME)
@ValidationRule(
    value =
        "!has(self.remove) || !self.remove.exists(n, n.matches('" + HeaderModifier.RESERVED + "'))",
    fieldPath = ".remove",
    message = HeaderModifier.RESERVED_NAME)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record HeaderModifier(
    @ListMap("name")
        @Size(max = 16)
        @JsonPropertyDescription("Headers that get this value instead of any they have.")
        @Nullable List<HttpHeader> set,
    @ListMap("name")
        @Size(max = 16)
        @JsonPropertyDescription("Headers that get this value besides those they have.")
        @Nullable List<HttpHeader> add,
    @ListSet @Size(max = 16) @JsonPropertyDescription("Names of headers that are removed.")
        @Nullable List<@Size(min = 1, max = Limits.HEADER_NAME) String> remove) {

  static final String BAD_NAME =
      "the name of a header holds letters, digits and -!#$%&*+.^_`|~ only, no spaces and no colon";

  /** What frames messages, and what the gateway itself says about the client. */
  static final String RESERVED =
      "^(?i)(connection|content-length|host|keep-alive|proxy-connection|te|trailer"
          + "|transfer-encoding|upgrade|forwarded|x-forwarded-(for|host|port|proto))$";

  static final String RESERVED_NAME =
      "the gateway itself writes the headers that frame a message or tell where it came from"
          + " (Connection, Content-Length, Host, Keep-Alive, TE, Trailer, Transfer-Encoding,"
          + " Upgrade, Forwarded, X-Forwarded-*): take them out of this filter; for Host use"
          + " URLRewrite";
}
