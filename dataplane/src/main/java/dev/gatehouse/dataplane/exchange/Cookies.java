package dev.gatehouse.dataplane.exchange;

import org.jspecify.annotations.Nullable;

/**
 * Reads the {@code Cookie} field (RFC 6265, section 4.2.1), which HTTP/2 may split into several
 * lines.
 */
public final class Cookies {
  private Cookies() {}

  /**
   * The value of the first cookie of that name, without quotes around it; names are case-sensitive.
   */
  public static @Nullable String first(Headers headers, String name) {
    for (int i = 0; i < headers.size(); i++) {
      if (headers.nameAt(i).equals("cookie")) {
        String value = first(headers.valueAt(i), name);
        if (value != null) {
          return value;
        }
      }
    }
    return null;
  }

  private static @Nullable String first(String pairs, String name) {
    int start = 0;
    while (start < pairs.length()) {
      int end = pairs.indexOf(';', start);
      if (end < 0) {
        end = pairs.length();
      }
      int from = afterSpaces(pairs, start, end);
      int equals = from + name.length();
      if (equals < end && pairs.charAt(equals) == '=' && pairs.startsWith(name, from)) {
        return unquoted(pairs.substring(equals + 1, end).strip());
      }
      start = end + 1;
    }
    return null;
  }

  private static int afterSpaces(String text, int from, int end) {
    int i = from;
    while (i < end && (text.charAt(i) == ' ' || text.charAt(i) == '\t')) {
      i++;
    }
    return i;
  }

  private static String unquoted(String value) {
    int last = value.length() - 1;
    return last > 0 && value.charAt(0) == '"' && value.charAt(last) == '"'
        ? value.substring(1, last)
        : value;
  }
}
