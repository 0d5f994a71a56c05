package dev.gatehouse.dataplane.exchange;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reads a query as HTML forms write it: pairs between ampersands, {@code +} for a space. */
public final class QueryParameters {
  private QueryParameters() {}

  /**
   * The first value of that name, decoded; empty if it stands there without one.
   *
   * @param query without the question mark
   * @param name decoded, case-sensitive
   */
  public static @Nullable String first(@Nullable String query, String name) {
    if (query == null) {
      return null;
    }
    int start = 0;
    while (start < query.length()) {
      int end = query.indexOf('&', start);
      if (end < 0) {
        end = query.length();
      }
      int equals = query.indexOf('=', start);
      int nameEnd = equals < 0 || equals > end ? end : equals;
      if (isName(query, start, nameEnd, name)) {
        return nameEnd == end ? "" : decoded(query.substring(nameEnd + 1, end));
      }
      start = end + 1;
    }
    return null;
  }

  private static boolean isName(String query, int start, int end, String name) {
    for (int i = start; i < end; i++) {
      char c = query.charAt(i);
      if (c == '%' || c == '+') {
        return decoded(query.substring(start, end)).equals(name);
      }
    }
    return end - start == name.length() && query.startsWith(name, start);
  }

  /** What isn't proper percent-encoding stands for itself: it can't equal what was meant. */
  private static String decoded(String text) {
    if (text.indexOf('%') < 0 && text.indexOf('+') < 0) {
      return text;
    }
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      return text;
    }
  }
}
