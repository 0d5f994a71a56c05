package dev.gatehouse.snapshot;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The bound of expressions, which both halves keep: about how many instructions an expression
 * compiles to, told from its text in one pass, before anything is built from it. Where the text is
 * no valid expression the number means nothing, and the compiler will refuse it.
 */
public final class RegexSize {
  /**
   * Counted repetitions multiply when nested, and RE2/J has no bound of its own: <code>
   * ((a{1000}){1000}){1000}</code> would take gigabytes.
   */
  public static final int MAX = 10_000;

  private static final long CAP = 1L << 40;

  private final String text;
  private final Deque<Long> outside = new ArrayDeque<>();
  private int at;
  private long before;
  private long last;

  private RegexSize(String text) {
    this.text = text;
  }

  public static long of(String expression) {
    var size = new RegexSize(expression);
    while (size.at < expression.length()) {
      size.step();
    }
    long open = size.outside.stream().mapToLong(Long::longValue).sum();
    return Math.min(size.before + size.last + open, CAP);
  }

  private void step() {
    char c = text.charAt(at);
    if (c == '(') {
      outside.push(Math.min(before + last, CAP));
      before = 0;
      last = 0;
      at++;
    } else if (c == ')') {
      last = Math.min(before + last + 2, CAP);
      before = outside.isEmpty() ? 0 : outside.pop();
      at++;
    } else if (c == '{') {
      repeat();
    } else {
      before = Math.min(before + last, CAP);
      last = 1;
      at = c == '\\' ? afterEscape() : c == '[' ? afterClass() : at + 1;
    }
  }

  private void repeat() {
    int end = text.indexOf('}', at);
    String counts = end < 0 ? "" : text.substring(at + 1, end);
    if (counts.isEmpty() || !counts.chars().allMatch(c -> c == ',' || (c >= '0' && c <= '9'))) {
      last++;
      at++;
      return;
    }
    long most = 1;
    for (String count : counts.split(",", -1)) {
      most = Math.max(most, count.isEmpty() ? 0 : number(count));
    }
    last = Math.min(last * most + 1, CAP);
    at = end + 1;
  }

  /** RE2 takes no number above 1,000, so longer ones needn't be told apart. */
  private static long number(String digits) {
    return digits.length() > 4 ? 10_000 : Integer.parseInt(digits);
  }

  private int afterEscape() {
    if (text.startsWith("\\Q", at)) {
      int end = text.indexOf("\\E", at);
      int to = end < 0 ? text.length() : end + 2;
      last = (long) to - at;
      return to;
    }
    int braces = at + 2;
    if (braces < text.length()
        && text.charAt(braces) == '{'
        && "xpP".indexOf(text.charAt(at + 1)) >= 0) {
      int end = text.indexOf('}', braces);
      return end < 0 ? text.length() : end + 1;
    }
    return at + 2;
  }

  private int afterClass() {
    int i = at + 1;
    i += text.startsWith("^", i) ? 1 : 0;
    i += text.startsWith("]", i) ? 1 : 0;
    while (i < text.length() && text.charAt(i) != ']') {
      if (text.startsWith("[:", i)) {
        int end = text.indexOf(":]", i);
        i = end < 0 ? i + 1 : end + 2;
      } else {
        i += text.charAt(i) == '\\' ? 2 : 1;
      }
    }
    return i + 1;
  }
}
