package dev.gatehouse.dataplane.route;

import dev.gatehouse.snapshot.NormalPath;
import dev.gatehouse.snapshot.PathMatch;

/**
 * A path condition, compiled. Tables index these by kind; asked one by one, as here, they serve
 * explanations.
 */
sealed interface PathPattern {
  boolean matches(String path);

  static PathPattern compile(PathMatch path) throws InvalidRule {
    if (!(path instanceof PathMatch.Regex) && !path.value().startsWith("/")) {
      throw new InvalidRule("the path \"" + path.value() + "\" doesn't start with a slash");
    }
    return switch (path) {
      case PathMatch.Exact(String value) -> new Exact(normal(value));
      case PathMatch.Prefix(String value) -> new Prefix(withoutTrailingSlash(normal(value)));
      case PathMatch.Template(String value) -> new Template(PathTemplate.compile(normal(value)));
      case PathMatch.Regex(String value) ->
          new Expression(Regex.compile(value), Regex.literalPrefix(value));
    };
  }

  /** Operators write the normal form; one of another version may not. */
  private static String normal(String value) throws InvalidRule {
    String normal = NormalPath.of(value);
    if (normal == null) {
      throw new InvalidRule("the path \"" + value + "\" has no normal form, so no request has it");
    }
    return normal;
  }

  private static String withoutTrailingSlash(String prefix) {
    return prefix.endsWith("/") ? prefix.substring(0, prefix.length() - 1) : prefix;
  }

  /** Every path, asked before all others: where nobody knows which were meant. */
  record Everything() implements PathPattern {
    @Override
    public boolean matches(String path) {
      return true;
    }
  }

  /** The whole path. */
  record Exact(String value) implements PathPattern {
    @Override
    public boolean matches(String path) {
      return path.equals(value);
    }
  }

  /**
   * The first segments.
   *
   * @param value without a trailing slash, so empty for {@code /}
   */
  record Prefix(String value) implements PathPattern {
    @Override
    public boolean matches(String path) {
      return path.startsWith(value)
          && (path.length() == value.length() || path.charAt(value.length()) == '/');
    }
  }

  /** The whole path, some segments of which are variable. */
  record Template(PathTemplate template) implements PathPattern {
    @Override
    public boolean matches(String path) {
      return template.matches(path);
    }
  }

  /** The whole path against an expression. */
  record Expression(Regex regex, String literalPrefix) implements PathPattern {
    @Override
    public boolean matches(String path) {
      return regex.matches(path);
    }
  }
}
