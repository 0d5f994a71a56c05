package dev.gatehouse.snapshot;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Objects;

/**
 * A condition on the value of a named header, query parameter or cookie. It fails where there is no
 * such name.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = ValueMatch.Exact.class, name = "Exact"),
  @JsonSubTypes.Type(value = ValueMatch.Regex.class, name = "RegularExpression"),
})
public sealed interface ValueMatch {
  String name();

  String value();

  /** The whole value, case-sensitive. */
  record Exact(String name, String value) implements ValueMatch {
    public Exact {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(value, "value");
    }
  }

  /** The whole value against an RE2 expression. */
  record Regex(String name, String value) implements ValueMatch {
    public Regex {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(value, "value");
    }
  }
}
