package dev.gatehouse.dataplane.route;

import dev.gatehouse.snapshot.PathMatch;

/**
 * Every path that a condition may have been meant for, of the same kind where that can be, so that
 * it is asked in the condition's own place among the others.
 */
final class PathRegion {
  private PathRegion() {}

  static PathPattern of(PathMatch path) {
    try {
      return PathPattern.compile(path);
    } catch (InvalidRule _) {
      return ofInvalid(path);
    }
  }

  private static PathPattern ofInvalid(PathMatch path) {
    return switch (path) {
      case PathMatch.Exact(String value) -> below(value);
      case PathMatch.Prefix(String value) -> below(value);
      case PathMatch.Template(String value) ->
          value.startsWith("/")
              ? new PathPattern.Template(PathTemplate.asFarAsKnown(value))
              : below("/");
      case PathMatch.Regex(String value) -> {
        String prefix = Regex.literalPrefix(value);
        yield new PathPattern.Expression(Regex.startingWith(prefix), prefix);
      }
    };
  }

  /** All below the last slash before whatever no request can have. */
  private static PathPattern below(String value) {
    int end = 0;
    while (end < value.length() && value.charAt(end) != '%' && value.charAt(end) != ';') {
      end++;
    }
    int slash = value.lastIndexOf('/', end);
    return new PathPattern.Prefix(
        value.startsWith("/") && slash > 0 ? value.substring(0, slash) : "");
  }
}
