package dev.gatehouse.operator.translate;

import dev.gatehouse.snapshot.PathMatch;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A pigeonhole for conditions on the path, so that those which could take each other's every
 * request are found without looking at the rest of a host.
 *
 * @param key equal for conditions of one kind that could; see {@link #of}
 */
record Shape(Kind kind, String key) {
  /** The kinds of pigeonhole. */
  enum Kind {
    EXACT,
    TEMPLATE,
    REGEX,
    /** Expressions for everything that begins with a literal, like {@code /static/.*}. */
    BROAD,
    PREFIX
  }

  private static final Pattern BROAD_REGEX = Pattern.compile("\\^?([/A-Za-z0-9_~%-]*)\\.\\*\\$?");
  private static final Pattern LOOSE_SEGMENT = Pattern.compile("(?<=/)(\\{[^}/]*}|[^/])(?=/|$)");

  static Shape of(PathMatch path) {
    return switch (path) {
      case PathMatch.Exact(String value) -> new Shape(Kind.EXACT, value);
      case PathMatch.Template(String value) -> new Shape(Kind.TEMPLATE, loose(value));
      case PathMatch.Prefix(String value) -> new Shape(Kind.PREFIX, value);
      case PathMatch.Regex(String value) -> {
        var broad = BROAD_REGEX.matcher(value);
        yield broad.matches()
            ? new Shape(Kind.BROAD, broad.group(1))
            : new Shape(Kind.REGEX, value);
      }
    };
  }

  /** Where to look for what could take every request of {@code path} before it is asked. */
  static List<Shape> above(PathMatch path) {
    Shape own = of(path);
    var shapes = new ArrayList<Shape>();
    shapes.add(own);
    switch (path) {
      case PathMatch.Template(String value) -> {
        if (value.indexOf('{') < 0) {
          shapes.add(new Shape(Kind.EXACT, value));
        }
      }
      case PathMatch.Prefix(String value) -> {
        for (int end = 0; end <= value.length(); end++) {
          shapes.add(new Shape(Kind.BROAD, value.substring(0, end)));
        }
      }
      case PathMatch.Exact _, PathMatch.Regex _ -> {}
    }
    return shapes;
  }

  /** Where to look for what this one could take every request of, but for {@link Kind#BROAD}. */
  List<Shape> below() {
    return kind == Kind.EXACT ? List.of(this, new Shape(Kind.TEMPLATE, loose(key))) : List.of(this);
  }

  /** Whether conditions of this shape could take every request of one of that shape. */
  boolean mayCover(Shape that) {
    return below().contains(that)
        || (kind == Kind.BROAD && that.kind == Kind.PREFIX && that.key.startsWith(key));
  }

  /**
   * Of two templates where one contains the other, the wider one is asked first only if it is as
   * long, counting a variable as one character: so where they differ, it has a variable and the
   * other a variable or a single character.
   */
  private static String loose(String template) {
    return LOOSE_SEGMENT.matcher(template).replaceAll("?");
  }
}
