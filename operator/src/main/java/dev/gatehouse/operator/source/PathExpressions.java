package dev.gatehouse.operator.source;

import dev.gatehouse.snapshot.NormalPath;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Expressions can't be normalised as paths can, so those that spell an encoding in a way that no
 * normalised path has are refused: they would never match.
 */
final class PathExpressions {
  private static final Pattern CHARACTER_CLASS = Pattern.compile("\\[\\^?]?[^]]*]");
  private static final Pattern ENCODED = Pattern.compile("%[0-9A-Fa-f]{2}");
  private static final Pattern CASE_INSENSITIVE = Pattern.compile("\\(\\?[a-zA-Z]*i");

  private PathExpressions() {}

  static void checkEncoding(String expression, Problems at) {
    String literal = CHARACTER_CLASS.matcher(expression).replaceAll("[]");
    boolean anyCase = CASE_INSENSITIVE.matcher(expression).find();
    for (Matcher found = ENCODED.matcher(literal); found.find(); ) {
      String written = found.group();
      String normal = Objects.requireNonNullElse(NormalPath.withNormalEncoding(written), "");
      if (normal.isEmpty()) {
        at.add("holds %00, which no request has; remove it");
      } else if (!(anyCase ? normal.equalsIgnoreCase(written) : normal.equals(written))) {
        at.add(
            "paths are normalised before they are matched, so "
                + written
                + " never matches: write "
                + (normal.equals(".") ? "\\." : normal));
      }
    }
  }
}
