package dev.gatehouse.operator.translate;

import com.google.re2j.Pattern;
import dev.gatehouse.snapshot.PathMatch;
import dev.gatehouse.snapshot.RegexSize;
import dev.gatehouse.snapshot.RequestMatch;
import dev.gatehouse.snapshot.ValueMatch;
import java.util.List;

/**
 * Whether one match takes every request that another would. Sound, not complete: it says yes only
 * where that is certain, and looks only at pairs that precedence can put in this order.
 */
final class Containment {
  /** Of trying an expression: pairs are many, and each is tried again with every change. */
  private static final long MAX_STEPS = 100_000;

  private Containment() {}

  static boolean covers(RequestMatch wide, RequestMatch narrow) {
    return (wide.method() == null || wide.method().equals(narrow.method()))
        && coversPath(wide.path(), narrow.path())
        && coversValues(wide.headers(), narrow.headers())
        && coversValues(wide.queryParams(), narrow.queryParams())
        && coversValues(wide.cookies(), narrow.cookies());
  }

  private static boolean coversPath(PathMatch wide, PathMatch narrow) {
    return switch (wide) {
      case PathMatch.Exact(String value) ->
          switch (narrow) {
            case PathMatch.Exact(String other) -> value.equals(other);
            case PathMatch.Template(String other) -> value.equals(other);
            case PathMatch.Regex _, PathMatch.Prefix _ -> false;
          };
      case PathMatch.Template(String value) ->
          narrow instanceof PathMatch.Template(String other) && coversTemplate(value, other);
      case PathMatch.Prefix _ -> wide.equals(narrow);
      case PathMatch.Regex _ -> {
        Shape shape = Shape.of(wide);
        Shape other = Shape.of(narrow);
        yield shape.equals(other) || shape.mayCover(other);
      }
    };
  }

  private static boolean coversTemplate(String wide, String narrow) {
    String[] segments = wide.split("/", -1);
    String[] others = narrow.split("/", -1);
    if (segments.length != others.length) {
      return false;
    }
    for (int i = 0; i < segments.length; i++) {
      boolean covered =
          segments[i].startsWith("{") ? !others[i].isEmpty() : segments[i].equals(others[i]);
      if (!covered) {
        return false;
      }
    }
    return true;
  }

  private static boolean coversValues(List<ValueMatch> wide, List<ValueMatch> narrow) {
    return wide.stream()
        .allMatch(condition -> narrow.stream().anyMatch(other -> implies(other, condition)));
  }

  private static boolean implies(ValueMatch narrow, ValueMatch wide) {
    return narrow.equals(wide)
        || (narrow.name().equals(wide.name())
            && narrow instanceof ValueMatch.Exact
            && wide instanceof ValueMatch.Regex
            && isCheap(wide.value(), narrow.value())
            && Pattern.matches(wide.value(), narrow.value()));
  }

  private static boolean isCheap(String expression, String text) {
    return RegexSize.of(expression) * (text.length() + 1L) <= MAX_STEPS;
  }
}
