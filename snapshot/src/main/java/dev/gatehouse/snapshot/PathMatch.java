package dev.gatehouse.snapshot;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Objects;

/** A condition on the normalised path, which starts with a slash and holds no query. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = PathMatch.Exact.class, name = "Exact"),
  @JsonSubTypes.Type(value = PathMatch.Prefix.class, name = "PathPrefix"),
  @JsonSubTypes.Type(value = PathMatch.Template.class, name = "Template"),
  @JsonSubTypes.Type(value = PathMatch.Regex.class, name = "RegularExpression"),
})
public sealed interface PathMatch {
  String value();

  /** The whole path, case-sensitive. */
  record Exact(String value) implements PathMatch {
    public Exact {
      Objects.requireNonNull(value, "value");
    }
  }

  /**
   * The path's first segments: {@code /a} matches {@code /a}, {@code /a/} and {@code /a/b}, not
   * {@code /ab}.
   */
  record Prefix(String value) implements PathMatch {
    public Prefix {
      Objects.requireNonNull(value, "value");
    }
  }

  /**
   * The whole path by segments, where <code>{name}</code> stands for exactly one that is not empty.
   */
  record Template(String value) implements PathMatch {
    public Template {
      Objects.requireNonNull(value, "value");
    }
  }

  /** The whole path against an RE2 expression. */
  record Regex(String value) implements PathMatch {
    public Regex {
      Objects.requireNonNull(value, "value");
    }
  }
}
