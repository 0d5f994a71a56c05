package dev.gatehouse.snapshot;

import java.util.Comparator;

/**
 * Which of two matches on one host is asked first. Operator and data plane use this one order, so
 * that {@code Shadowed} in a status and the route that a request takes can't disagree.
 */
public final class Precedence {
  /** A match and the rule that it belongs to. */
  public record Candidate(RouteRule rule, RequestMatch match) {}

  /**
   * The winner first. Equal only for two matches of one rule with the same path, method and number
   * of values.
   */
  public static final Comparator<Candidate> ORDER =
      Comparator.<Candidate>comparingLong(c -> specificity(c.match))
          .thenComparingLong(c -> age(c.rule.origin()))
          .thenComparing(c -> c.rule.origin().namespace())
          .thenComparing(c -> c.rule.origin().name())
          .thenComparing(c -> c.rule.origin().kind())
          .thenComparingInt(c -> c.rule.origin().index());

  private static final long LENGTHS = 1 << 24;
  private static final long VALUES = 1 << 16;

  private Precedence() {}

  /**
   * The part of the order that is the match's own, in one number, the winner's lower: the path's
   * kind, its length, whether there is a method, and how many values there are.
   */
  public static long specificity(RequestMatch match) {
    long lengths = LENGTHS - Math.min(LENGTHS, pathLength(match.path()));
    long values = VALUES - Math.min(VALUES, match.valueMatches());
    long kindAndLength = pathRank(match.path()) * (2 * LENGTHS) + lengths;
    return (kindAndLength * 2 + (match.method() == null ? 1 : 0)) * (2 * VALUES) + values;
  }

  private static int pathRank(PathMatch path) {
    return switch (path) {
      case PathMatch.Exact _ -> 0;
      case PathMatch.Template _ -> 1;
      case PathMatch.Regex _ -> 2;
      case PathMatch.Prefix _ -> 3;
    };
  }

  /** Longer is more specific; a template's variable counts as one character, whatever its name. */
  private static int pathLength(PathMatch path) {
    return path instanceof PathMatch.Template(String value)
        ? templateLength(value)
        : path.value().length();
  }

  /** Counted by hand: comparisons are many when thousands of rules are sorted. */
  private static int templateLength(String template) {
    int length = template.length();
    for (int open = template.indexOf('{'); open >= 0; ) {
      int close = template.indexOf('}', open);
      if (close < 0) {
        return length;
      }
      length -= close - open;
      open = template.indexOf('{', close);
    }
    return length;
  }

  private static long age(Origin origin) {
    return origin.created() == 0 ? Long.MAX_VALUE : origin.created();
  }
}
