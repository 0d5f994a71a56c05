package dev.gatehouse.dataplane.route;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.gatehouse.snapshot.RegexSize;

/**
 * An RE2 expression that has to match the whole text. Time is linear in the text; the constant is
 * the size of the compiled program, which is bounded.
 */
final class Regex {
  private final Pattern pattern;

  private Regex(Pattern pattern) {
    this.pattern = pattern;
  }

  static Regex compile(String expression) throws InvalidRule {
    if (RegexSize.of(expression) > RegexSize.MAX) {
      throw new InvalidRule(
          "the regular expression \""
              + expression
              + "\" is too large; its counted repetitions"
              + " multiply");
    }
    try {
      return new Regex(Pattern.compile(expression));
    } catch (PatternSyntaxException e) {
      throw new InvalidRule(
          "RE2 refuses the regular expression \"" + expression + "\": " + e.getMessage());
    }
  }

  /** For whatever begins with this text. */
  static Regex startingWith(String text) {
    return new Regex(Pattern.compile("(?s)" + Pattern.quote(text) + ".*"));
  }

  boolean matches(String text) {
    return pattern.matches(text);
  }

  /**
   * Text with which whatever this expression matches begins: as much as can be told from its first
   * characters, perhaps nothing.
   */
  static String literalPrefix(String expression) {
    if (expression.indexOf('|') >= 0) {
      return "";
    }
    var prefix = new StringBuilder();
    int i = expression.startsWith("^") ? 1 : 0;
    while (i < expression.length()) {
      char c = expression.charAt(i);
      boolean escaped = c == '\\';
      if (escaped && (i + 1 == expression.length() || !isPunctuation(expression.charAt(i + 1)))) {
        break;
      }
      if (!escaped && ".+*?()[]{}^$|".indexOf(c) >= 0) {
        break;
      }
      int next = i + (escaped ? 2 : 1);
      if (next < expression.length() && "*?+{".indexOf(expression.charAt(next)) >= 0) {
        break;
      }
      prefix.append(expression.charAt(next - 1));
      i = next;
    }
    return prefix.toString();
  }

  private static boolean isPunctuation(char c) {
    return c > ' ' && c < 0x7f && !Character.isLetterOrDigit(c);
  }
}
